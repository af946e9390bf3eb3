import * as z from 'zod/mini';
import type { BudgetKey } from '../../core/usage.ts';
import { BudgetKeySchema, budgetOfParts, budgetParts } from '../budget-keys.ts';
import { defineEntity } from '../define-entity.ts';

/** The newest that Meta said of one allowance, and what it taught (`BudgetMemory`). Times are milliseconds. */
export const UsageReadingRow = defineEntity('usageReading', {
  table: 'ledger',
  schema: () =>
    z.object({
      key: BudgetKeySchema(),
      percent: z.number(),
      readAt: z.number(),
      tier: z.optional(z.string()),
      blockedUntil: z.number(),
      allowance: z.number(),
      others: z.number(),
      marks: z.readonly(z.array(z.readonly(z.tuple([z.number(), z.number()])))),
      /** Counts writes, so that two processes never overwrite each other. */
      version: z.number(),
      expiresAt: z.number(),
    }),
  named: { pk: ['-', 'scope', 'id', 'useCase'], sk: ['newest'] },
  parts: ({ key }: { readonly key: BudgetKey }) => ({ pk: budgetParts(key), sk: ['newest'] }),
  inKey: ['key'],
  ofParts: (pk) => ({ key: budgetOfParts(pk) }),
  lives: '7 days after the reading',
});
