import * as z from 'zod';

const Words = z
  .union([z.string(), z.array(z.string())])
  .transform((words) => (typeof words === 'string' ? [words] : words));

/** One statement of a role's policy, its actions and resources always as lists. */
export const Statement = z.looseObject({
  Action: Words.default([]),
  Resource: Words.default([]),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof Statement>;

/** A role's inline policy as IAM keeps it. */
export const PolicyDocument = z.looseObject({
  Statement: z
    .union([Statement, z.array(Statement)])
    .transform((statements) => (Array.isArray(statements) ? statements : [statements])),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** What a mend may know of the deployed stacks: secret name → ARN. */
export interface StackFacts {
  readonly secretArns: ReadonlyMap<string, string>;
}

/** One gap of the emulator's IAM, and how a statement must read so that it means there what it means on AWS. */
export interface PolicyMend {
  readonly gap: string;
  mend(statement: Statement, facts: StackFacts): Statement;
}
