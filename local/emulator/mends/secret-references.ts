import type { PolicyMend } from './policy.ts';

/** On AWS `Ref` of a secret is its ARN; here it is the name, so a grant on it matches nothing. */
export const secretReferences: PolicyMend = {
  gap: '`Ref` of a secret gives its name, not its ARN',
  mend: (statement, { secretArns }) => ({
    ...statement,
    Resource: statement.Resource.map((resource) => secretArns.get(resource) ?? resource),
  }),
};
