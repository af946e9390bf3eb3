import type { PolicyMend, Statement } from './policy.ts';

const unknown = [/^dynamodb:LeadingKeys$/i, /^kms:EncryptionContext(:.+|Keys)$/i, /^kms:ViaService$/i];

/** These keys are absent from every request here, so a statement that asks for them grants nothing. */
export const unknownConditions: PolicyMend = {
  gap: 'condition keys dynamodb:LeadingKeys, kms:EncryptionContext:* and kms:ViaService are unknown',
  mend: ({ Condition, ...statement }) => {
    const kept = knownOf(Condition ?? {});
    return Object.keys(kept).length > 0 ? { ...statement, Condition: kept } : statement;
  },
};

function knownOf(condition: NonNullable<Statement['Condition']>): NonNullable<Statement['Condition']> {
  const entries = Object.entries(condition).map(([operator, tests]) => {
    const known = Object.entries(tests).filter(([key]) => !unknown.some((pattern) => pattern.test(key)));
    return [operator, Object.fromEntries(known)] as const;
  });
  return Object.fromEntries(entries.filter(([, tests]) => Object.keys(tests).length > 0));
}
