import { randomBytes } from 'node:crypto';
import { AccessToken } from '../core/access-token.ts';
import { type Clock, isoTime } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { DataKeys } from './data-keys.ts';
import { SealedToken } from './entities/sealed-token.ts';
import { openText, sealText } from './envelope.ts';
import { everyRow } from './every-row.ts';
import { inTurns } from './in-turns.ts';
import { joinParts } from './key-parts.ts';
import { type OneTable, oneTable } from './one-table.ts';
import { secretName } from './secret-name.ts';
import { shardOf } from './shard.ts';
import { type ShardKeys, shardKeys } from './shard-keys.ts';
import type { TableCalls } from './table-calls.ts';
import type { TokenSecrets } from './token-secrets.ts';
import type { TokenRef, TokenVault } from './token-vault.ts';

/** What the vault stands on; `tableName` is the physical name of `vault`, `sealWith` where new tokens go. */
export interface VaultDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
  readonly dataKeys: DataKeys;
  readonly secrets: TokenSecrets;
  readonly sealWith: 'secrets-manager' | 'envelope';
}

/** Data keys in all: 256 unwraps in 5 minutes open everything. Only for new seals; a row knows its own. */
const shards = 256;

/** Wipes at once: Secrets Manager takes 50 deletions a second in all. */
const atOnce = 8;

/** Sealings may come between a wipe's two steps; more in a row than these is a worker that does not stop. */
const mostTries = 5;

type Row = ReturnType<typeof SealedToken.parse>;

/** The vault on the `vault` table with its two adapters: whatever sealed a token opens it. An adapter of `TokenVault`. */
export function openTokenVault(doors: VaultDoors): TokenVault {
  const { calls, tableName, clock, dataKeys, secrets, sealWith } = doors;
  const table = oneTable(calls, tableName);
  const parts = { table, clock, secrets, keys: shardKeys(table, dataKeys, clock) };

  async function wipe(ref: TokenRef): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) if (await wipeOnce(parts, ref)) return;
    throw sealedMeanwhile();
  }

  async function list(workspace: string, connectionId: string): Promise<readonly TokenRef[]> {
    const refs: TokenRef[] = [];
    const { pk } = SealedToken.key({ workspace, connectionId, kind: 'user', subject: '' });
    for await (const row of everyRow(table, pk)) refs.push(refOf(SealedToken.parse(row)));
    return refs;
  }

  return {
    seal: (ref, token) => {
      const text = AccessToken.textOf(token);
      return sealWith === 'envelope' ? sealInRow(parts, ref, text) : sealInSecret(parts, ref, text);
    },
    open: (ref) => openKept(parts, ref),
    list,
    wipe,
    async wipeAll(workspace, connectionId) {
      for (let tries = 0; tries < mostTries; tries += 1) {
        const refs = await list(workspace, connectionId);
        if (refs.length === 0) return;
        await inTurns(refs, atOnce, wipe);
      }
      throw sealedMeanwhile();
    },
  };
}

const sealedMeanwhile = () => new Failure('busy', 'tokens of this connection are being sealed again and again');

interface VaultParts {
  readonly table: OneTable;
  readonly clock: Clock;
  readonly secrets: TokenSecrets;
  readonly keys: ShardKeys;
}

const refOf = ({ workspace, connectionId, kind, subject }: Row): TokenRef => ({
  workspace,
  connectionId,
  kind,
  subject,
});

async function rowOf(table: OneTable, ref: TokenRef): Promise<Row | undefined> {
  const { Item } = await table('GetItem', { Key: SealedToken.key(ref), ConsistentRead: true });
  return Item && SealedToken.parse(Item);
}

async function textIn({ keys, secrets }: VaultParts, row: Row): Promise<string | undefined> {
  const { sealed, current } = row;
  if (sealed) return openText(await keys.opened(sealed.shard, sealed.key), row, sealed.text);
  const value = current && (await secrets.get(current));
  if (!value) return undefined;
  const bound = `${boundTo(row)}\n`;
  if (!value.startsWith(bound)) throw new Failure('bug', 'a secret holds another token’s text');
  return value.slice(bound.length);
}

/** A secret that is gone although its row named it was replaced between the two reads: the row then has another id. */
async function openKept(parts: VaultParts, ref: TokenRef): Promise<AccessToken> {
  let seen: string | undefined;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const row = await rowOf(parts.table, ref);
    const text = row && (await textIn(parts, row));
    if (text !== undefined) return new AccessToken(text);
    if (row === undefined || row.sealId === seen) break;
    seen = row.sealId;
  }
  throw new Failure('not-found', 'no such token is kept');
}

/** Stands before the text in a secret: a row that was turned to another token's secret does not open it. */
const boundTo = ({ workspace, connectionId, kind, subject }: TokenRef) =>
  joinParts([workspace, connectionId, kind, subject]);

/** One write, so nothing can come between. */
async function sealInRow({ table, keys, secrets, clock }: VaultParts, ref: TokenRef, text: string): Promise<void> {
  const shard = shardOf(joinParts([ref.workspace, ref.connectionId]), shards);
  const { plain, wrapped } = await keys.current(shard);
  const { Attributes } = await table('UpdateItem', {
    Key: SealedToken.key(ref),
    UpdateExpression: 'SET #sealed = :sealed, #sealId = :id, #sealedAt = :at REMOVE #current',
    ExpressionAttributeValues: {
      ':sealed': { shard, key: new Uint8Array(wrapped), text: sealText(plain, ref, text) },
      ':id': newSealId(),
      ':at': isoTime(clock.now()),
    },
    ReturnValues: 'ALL_OLD',
  });
  await removeReplaced({ table, secrets }, ref, Attributes);
}

/** The row first, then the secret, then the row again: what stood before opens until the new secret is there. */
async function sealInSecret({ table, secrets, clock }: VaultParts, ref: TokenRef, text: string): Promise<void> {
  const sealId = newSealId();
  const name = secretName(ref, sealId);
  await table('UpdateItem', {
    Key: SealedToken.key(ref),
    UpdateExpression: 'SET #sealId = :id, #sealedAt = :at ADD #secrets :names',
    ExpressionAttributeValues: { ':id': sealId, ':at': isoTime(clock.now()), ':names': new Set([name]) },
  });
  await secrets.make(name, `${boundTo(ref)}\n${text}`);
  const { conditionFailed, Attributes } = await table('UpdateItem', {
    Key: SealedToken.key(ref),
    // A new id: a wipe that read the row before the secret was there must begin again, and find the secret.
    UpdateExpression: 'SET #current = :name, #sealId = :done REMOVE #sealed',
    ConditionExpression: 'contains(#secrets, :name)',
    ExpressionAttributeValues: { ':name': name, ':done': newSealId() },
    ReturnValues: 'ALL_OLD',
  });
  if (!conditionFailed) return removeReplaced({ table, secrets }, ref, Attributes, name);
  await secrets.remove(name);
  throw new Failure('busy', 'the connection was wiped meanwhile');
}

/** Hex without dashes: six characters behind a last dash would read like the suffix of a secret's ARN. */
const newSealId = () => randomBytes(16).toString('hex');

/** Removes the secret that this sealing has replaced: nobody else does, for only one sealing replaces it. */
async function removeReplaced(
  { table, secrets }: Pick<VaultParts, 'table' | 'secrets'>,
  ref: TokenRef,
  before: Readonly<Record<string, unknown>> | undefined,
  mine?: string,
): Promise<void> {
  const replaced = before?.current;
  if (typeof replaced !== 'string' || replaced === mine) return;
  await secrets.remove(replaced);
  await table('UpdateItem', {
    Key: SealedToken.key(ref),
    UpdateExpression: 'DELETE #secrets :names',
    ConditionExpression: 'attribute_exists(#pk)',
    ExpressionAttributeValues: { ':names': new Set([replaced]) },
  });
}

/** The secrets first, then the row, if nobody has begun to seal anew meanwhile. */
async function wipeOnce({ table, secrets }: VaultParts, ref: TokenRef): Promise<boolean> {
  const row = await rowOf(table, ref);
  if (row === undefined) return true;
  for (const name of row.secrets ?? []) await secrets.remove(name);
  const { conditionFailed } = await table('DeleteItem', {
    Key: SealedToken.key(ref),
    ConditionExpression: 'attribute_not_exists(#pk) OR #sealId = :id',
    ExpressionAttributeValues: { ':id': row.sealId },
  });
  return !conditionFailed;
}
