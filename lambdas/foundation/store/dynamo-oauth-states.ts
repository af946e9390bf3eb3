import { type Clock, unixSeconds } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { type OauthState, OauthStateRow } from './entities/oauth-state.ts';
import type { OauthStates } from './oauth-states.ts';
import { oneTable } from './one-table.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the consents stand on; `tableName` is the physical name of `ledger`. */
export interface OauthStateDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

/** The consents under way on the `ledger` table; an adapter of the port `OauthStates`. */
export function openOauthStates({ calls, tableName, clock }: OauthStateDoors): OauthStates {
  const table = oneTable(calls, tableName);
  const now = () => unixSeconds(clock.now());

  /** DynamoDB deletes what is over late, so it is compared here. */
  function live(row: Row | undefined): OauthState | undefined {
    const state = row && OauthStateRow.parse(row);
    return state && state.expiresAt > now() ? state : undefined;
  }

  return {
    async save(state) {
      const { conditionFailed } = await table('PutItem', {
        Item: OauthStateRow.write(state),
        ConditionExpression: 'attribute_not_exists(#pk)',
      });
      if (conditionFailed) throw new Failure('conflict', 'this state stands already');
    },
    async peek(stateHash) {
      const { Item } = await table('GetItem', { Key: OauthStateRow.key({ stateHash }), ConsistentRead: true });
      return live(Item);
    },
    async bind(stateHash, browserHash) {
      const { conditionFailed } = await table('UpdateItem', {
        Key: OauthStateRow.key({ stateHash }),
        UpdateExpression: 'SET #browserHash = :browser',
        ConditionExpression:
          'attribute_exists(#pk) AND #expiresAt > :now AND (#browserHash = :nobody OR #browserHash = :browser)',
        ExpressionAttributeValues: { ':browser': browserHash, ':nobody': null, ':now': now() },
      });
      return !conditionFailed;
    },
    async consume(stateHash) {
      const { conditionFailed, Attributes } = await table('DeleteItem', {
        Key: OauthStateRow.key({ stateHash }),
        ConditionExpression: 'attribute_exists(#pk)',
        ReturnValues: 'ALL_OLD',
      });
      return conditionFailed ? undefined : live(Attributes);
    },
  };
}
