import { describe, expect, it } from '@jest/globals';
import { sendsOf } from '../../../lambdas/foundation/contract/env.ts';
import { contractOf, functionNames } from '../../../lambdas/foundation/contract/functions.ts';
import { settings, stageOf } from '../stage-settings.ts';
import { resourcesOf, rightsOf, type Statement, synth } from '../synth.ts';

const templates = synth(stageOf({ canary: true }));
const bucket = `arn:aws:s3:::metaport-test-blobs-${settings.account}-${settings.region}`;
const tokenSecrets = `arn:aws:secretsmanager:${settings.region}:${settings.account}:secret:metaport/test/conn/*`;
const roles = resourcesOf(templates.Service, 'AWS::IAM::Role');
const rights = functionNames.map((name) => [name, rightsOf(templates, name)] as const);
const flat = (statements: readonly Statement[]) =>
  statements.flatMap(({ Action, Resource }) => Resource.flatMap((on) => Action.map((action) => `${action} ${on}`)));
const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

describe('a function’s role', () => {
  it('is its own, written out, without a managed or a detached policy', () => {
    const owners = functionNames.map((name) => `What the manifest allows ${name}`);
    const described = roles.map(({ Properties }) => Properties.Description).filter(Boolean);
    expect(described.sort()).toEqual(owners.sort());
    expect(roles.length).toBeGreaterThan(owners.length);
    expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([]);
    for (const template of Object.values(templates)) {
      const types = Object.values(template.Resources).map(({ Type }) => Type);
      expect(types.filter((type) => /IAM::(Managed)?Policy$/.test(type))).toEqual([]);
    }
  });

  it('lets ingest send, read its two secrets, put under its prefix, log, and nothing else', () => {
    expect(flat(rightsOf(templates, 'webhooks/ingest')).sort()).toEqual(
      [
        'sqs:SendMessage WebhookEventsQueue.Arn',
        'secretsmanager:GetSecretValue MetaAppsSecret',
        'secretsmanager:GetSecretValue VerifyTokenSecret',
        `s3:PutObject ${bucket}/webhooks/*`,
        'kms:Decrypt DataKey.Arn',
        'kms:GenerateDataKey DataKey.Arn',
        'logs:CreateLogStream WebhookswebhooksingestLog.Arn',
        'logs:PutLogEvents WebhookswebhooksingestLog.Arn',
      ].sort(),
    );
  });

  it.each(rights)('%s: the tables of its line, and never a scan', (name, statements) => {
    const { tables = {} } = contractOf(name);
    const all = statements.filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')));
    const onTables = all.filter(({ Sid }) => Sid !== 'Due');
    const expected = Object.entries(tables).map(([table, right]) => ({
      table: `${upper(table)}Table.Arn`,
      writes: right === 'readWrite',
    }));
    const found = onTables.map(({ Action, Resource }) => ({
      table: Resource.join(),
      writes: Action.includes('dynamodb:PutItem'),
    }));
    expect(found).toEqual(expected);
    expect(flat(statements).filter((right) => /Scan|PartiQL/.test(right))).toEqual([]);
    expect(flat(statements).length).toBeGreaterThan(1);
  });

  it('narrows what strangers may call to the rows that its line names', () => {
    const narrowed = rights.flatMap(([name, statements]) =>
      statements
        .filter(({ Condition }) => JSON.stringify(Condition ?? {}).includes('dynamodb:LeadingKeys'))
        .map(({ Sid, Condition }) => [name, Sid, Condition]),
    );
    expect(narrowed).toEqual([
      [
        'compliance/callback',
        'Tablestate',
        {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['deletionRequest#*'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      ],
      [
        'capi/collect',
        'Tablestate',
        {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': [
              'collector#*',
              'collectorOwner#*',
              'workspaceSettings#*',
              'assetOwner#*',
              'conversion#*',
              'conversionDay#*',
            ],
          },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      ],
    ]);
  });

  it.each(rights)('%s: the due index only where its line says so, and only to query it', (name, statements) => {
    const onIndex = flat(statements).filter((right) => right.includes('/index/'));
    expect(onIndex).toEqual(contractOf(name).due ? ['dynamodb:Query StateTable.Arn/index/due'] : []);
  });

  it.each(rights)('%s: sends to the queues of its line, its own source included', (name, statements) => {
    const sends = flat(statements).filter((right) => right.startsWith('sqs:SendMessage'));
    expect(sends).toEqual(sendsOf(name).map((queue) => `sqs:SendMessage ${upper(queue)}Queue.Arn`));
  });

  it.each(rights)('%s: no wildcard but a prefix that its line names', (name, statements) => {
    const { blobs = {}, tokens } = contractOf(name);
    const prefixes = Object.keys(blobs).map((prefix) => `${bucket}/${prefix}/*`);
    if (tokens) prefixes.push(tokenSecrets);
    const wild = flat(statements).filter((right) => right.includes('*'));
    expect(wild.filter((right) => !prefixes.some((prefix) => right.endsWith(` ${prefix}`)))).toEqual([]);
    expect(wild.length > 0).toBe(prefixes.length > 0);
  });

  it.each(rights)('%s: the key only through a service that it uses', (_name, statements) => {
    const all = statements.filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
    const onKey = all.filter(({ Sid }) => Sid !== 'KeyTokens');
    const via = onKey.map(({ Condition }) => String(Condition?.StringEquals?.['kms:ViaService']));
    const services = via.map((service) => service.replace(`.${settings.region}.amazonaws.com`, ''));
    const uses = (service: string) => flat(statements).some((right) => right.startsWith(`${service}:`));
    expect(services.sort()).toEqual(['dynamodb', 's3', 'secretsmanager'].filter(uses).sort());
  });

  const opens = (statements: readonly Statement[]) =>
    flat(statements).some((right) => right.includes(tokenSecrets)) || statements.some(({ Sid }) => Sid === 'KeyTokens');

  it('opens tokens exactly where the manifest says so, with its reason', () => {
    const said = functionNames.filter((name) => contractOf(name).tokens !== undefined);
    expect(rights.filter(([, statements]) => opens(statements)).map(([name]) => name)).toEqual(said);
    expect(said.length).toBeGreaterThan(2);
    for (const name of said) {
      expect(contractOf(name).tokens?.split(' ').length).toBeGreaterThan(3);
      expect(contractOf(name).tables).toHaveProperty('vault');
    }
    const seeVault = rights.filter(([, statements]) => JSON.stringify(statements).includes('VaultTable'));
    expect(seeVault.map(([name]) => name)).toEqual(said);
  });

  it.each(rights.filter(([name]) => contractOf(name).tokens))(
    '%s: seals only where it may write the vault',
    (name, statements) => {
      const seals = contractOf(name).tables?.vault === 'readWrite';
      const onSecrets = flat(statements).filter((right) => right.endsWith(tokenSecrets));
      const verbs = seals ? ['GetSecretValue', 'CreateSecret', 'DeleteSecret'] : ['GetSecretValue'];
      expect(onSecrets).toEqual(verbs.map((verb) => `secretsmanager:${verb} ${tokenSecrets}`));
      const onKey = statements.find(({ Sid }) => Sid === 'KeyTokens');
      expect(onKey?.Action).toEqual(seals ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt']);
      expect(onKey?.Resource).toEqual(['DataKey.Arn']);
      expect(onKey?.Condition).toEqual({ StringEquals: { 'kms:EncryptionContext:purpose': 'token-vault' } });
      const behind = statements.find(({ Sid }) => Sid === 'Keysecretsmanager');
      expect(behind?.Action).toEqual(seals ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt']);
    },
  );

  it.each(functionNames.filter((name) => /^(webhooks|parking|reference|timers|compliance)\//.test(name)))(
    '%s may not open tokens, nor see the vault',
    (name) => {
      expect(contractOf(name)).not.toHaveProperty('tokens');
      const statements = rightsOf(templates, name);
      expect(opens(statements)).toBe(false);
      expect(JSON.stringify(statements)).not.toMatch(/Vault|conn\/|token-vault/);
    },
  );

  it('reads and deletes in every DLQ only where the line says drain', () => {
    const drains = rights.filter(([, statements]) => flat(statements).some((right) => right.includes('Dlq.Arn')));
    expect(drains.map(([name]) => name)).toEqual(functionNames.filter((name) => contractOf(name).dlqs === 'drain'));
    expect(drains.length).toBeGreaterThan(0);
  });
});
