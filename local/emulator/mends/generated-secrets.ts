import { randomBytes } from 'node:crypto';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { clientFor, type EmulatorAddress } from '../clients.ts';

const Template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.looseObject({}).optional() })),
});
const Generated = z.looseObject({
  Name: z.string(),
  GenerateSecretString: z.looseObject({
    ExcludePunctuation: z.literal(true),
    PasswordLength: z.int().positive().default(32),
    SecretStringTemplate: z.undefined().optional(),
  }),
});

/**
 * AWS keeps punctuation out of a generated secret whose template asks for that; the emulator puts it in. Such a secret
 * gets another value, letters and digits only. Answers how many did.
 */
export async function mendGeneratedSecrets(address: EmulatorAddress, stacks: readonly string[]): Promise<number> {
  const formation = new CloudFormationClient(clientFor(address));
  const secrets = new SecretsManagerClient(clientFor(address));
  const templates = await Promise.all(
    stacks.map(async (StackName) => {
      const { TemplateBody = '{}' } = await formation.send(new GetTemplateCommand({ StackName }));
      return Template.parse(JSON.parse(TemplateBody));
    }),
  );
  const wanted = templates.flatMap(plainlyGenerated);
  return (await Promise.all(wanted.map((secret) => regenerate(secrets, secret)))).filter(Boolean).length;
}

function plainlyGenerated(template: z.infer<typeof Template>): z.infer<typeof Generated>[] {
  const secrets = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::SecretsManager::Secret');
  return secrets.flatMap(({ Properties }) => Generated.safeParse(Properties).data ?? []);
}

async function regenerate(client: SecretsManagerClient, secret: z.infer<typeof Generated>): Promise<boolean> {
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secret.Name }));
  if (/^[A-Za-z0-9]+$/.test(SecretString)) return false;
  const { PasswordLength } = secret.GenerateSecretString;
  const letters = randomBytes(2 * PasswordLength)
    .toString('hex')
    .slice(0, PasswordLength);
  await client.send(new PutSecretValueCommand({ SecretId: secret.Name, SecretString: letters }));
  return true;
}
