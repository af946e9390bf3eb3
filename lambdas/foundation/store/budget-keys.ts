import * as z from 'zod/mini';
import { nobody } from '../core/ids.ts';
import { type BudgetKey, useCases } from '../core/usage.ts';
import { whenNeeded } from '../core/when-needed.ts';

/** What names an allowance, as a row holds it. */
export const BudgetKeySchema = whenNeeded(() =>
  z.object({
    scope: z.enum(['app', 'object', 'account']),
    id: z.string(),
    useCase: z.enum(useCases),
  }),
);

/** The partition of all rows of one allowance; Meta's limits know no workspace. */
export const budgetParts = ({ scope, id, useCase }: BudgetKey) => [nobody, scope, id, useCase] as const;

/** The key again, as far as it is one. */
export const budgetOfParts = ([, scope, id, useCase]: readonly string[]) => ({ scope, id, useCase });
