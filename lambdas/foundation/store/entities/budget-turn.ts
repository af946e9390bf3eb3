import * as z from 'zod/mini';
import type { BudgetKey } from '../../core/usage.ts';
import { BudgetKeySchema, budgetOfParts, budgetParts } from '../budget-keys.ts';
import { defineEntity } from '../define-entity.ts';

/** What names one account's place in the round of those that share an allowance. */
interface TurnKey {
  readonly key: BudgetKey;
  readonly account: string;
}

/** How far one account has come in the round; a forgotten one begins where the round stands. */
export const BudgetTurn = defineEntity('budgetTurn', {
  table: 'ledger',
  schema: () => z.object({ key: BudgetKeySchema(), account: z.string(), turn: z.number(), expiresAt: z.number() }),
  named: { pk: ['-', 'scope', 'id', 'useCase'], sk: ['account'] },
  parts: ({ key, account }: TurnKey) => ({ pk: budgetParts(key), sk: [account] }),
  inKey: ['key', 'account'],
  ofParts: (pk, [account]) => ({ key: budgetOfParts(pk), account }),
  lives: 'a day after its last call',
});
