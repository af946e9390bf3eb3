import {
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  paginateListRolePolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { paginateListSecrets, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientFor, type EmulatorAddress } from '../clients.ts';
import { batchActions } from './batch-actions.ts';
import { PolicyDocument, type PolicyMend, type StackFacts } from './policy.ts';
import { secretReferences } from './secret-references.ts';
import { unknownConditions } from './unknown-conditions.ts';

/** Every mend of a role's policy, in the order in which they are applied. */
export const policyMends: readonly PolicyMend[] = [secretReferences, batchActions, unknownConditions];

/** A policy document as the emulator must read it to mean what it means on AWS. */
export function mended(document: PolicyDocument, facts: StackFacts): PolicyDocument {
  const mend = (statement: PolicyDocument['Statement'][number]) =>
    policyMends.reduce((kept, one) => one.mend(kept, facts), statement);
  return { ...document, Statement: document.Statement.map(mend) };
}

/** Rewrites the inline policies of all deployed roles, the CDK's own excepted; answers how many it changed. */
export async function mendRoles(address: EmulatorAddress): Promise<number> {
  const iam = new IAMClient(clientFor(address));
  const facts = { secretArns: await secretArns(address) };
  const changes: Promise<boolean>[] = [];
  for await (const page of paginateListRoles({ client: iam }, {})) {
    for (const { RoleName } of page.Roles ?? []) {
      if (RoleName && !RoleName.startsWith('cdk-')) changes.push(mendRole(iam, RoleName, facts));
    }
  }
  return (await Promise.all(changes)).filter(Boolean).length;
}

async function mendRole(iam: IAMClient, RoleName: string, facts: StackFacts): Promise<boolean> {
  let changed = false;
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const found = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const before = PolicyDocument.parse(JSON.parse(decodeURIComponent(found.PolicyDocument ?? '{}')));
      const after = mended(before, facts);
      if (JSON.stringify(after) === JSON.stringify(before)) continue;
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(after) }));
      changed = true;
    }
  }
  return changed;
}

async function secretArns(address: EmulatorAddress): Promise<Map<string, string>> {
  const client = new SecretsManagerClient(clientFor(address));
  const arns = new Map<string, string>();
  for await (const { SecretList = [] } of paginateListSecrets({ client }, {})) {
    for (const { Name, ARN } of SecretList) if (Name && ARN) arns.set(Name, ARN);
  }
  return arns;
}
