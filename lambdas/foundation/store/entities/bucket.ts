import * as z from 'zod/mini';
import type { BudgetKey } from '../../core/usage.ts';
import { BudgetKeySchema, budgetOfParts, budgetParts } from '../budget-keys.ts';
import { defineEntity } from '../define-entity.ts';

/** What all functions count of one allowance; small, because every call to Meta writes it. */
export const BucketRow = defineEntity('bucket', {
  table: 'ledger',
  schema: () =>
    z.object({
      key: BudgetKeySchema(),
      used: z.number(),
      arrival: z.number(),
      turn: z.number(),
      since: z.number(),
      lastAt: z.number(),
      expiresAt: z.number(),
    }),
  named: { pk: ['-', 'scope', 'id', 'useCase'], sk: ['all'] },
  parts: ({ key }: { readonly key: BudgetKey }) => ({ pk: budgetParts(key), sk: ['all'] }),
  inKey: ['key'],
  ofParts: (pk) => ({ key: budgetOfParts(pk) }),
  lives: '8 days after the last call',
});
