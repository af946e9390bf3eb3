import { describe, expect, it } from '@jest/globals';
import { mended, policyMends } from '../../local/emulator/mends/mend-roles.ts';
import { PolicyDocument } from '../../local/emulator/mends/policy.ts';

const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:metaport/local/meta-apps-AbCdEf';
const facts = { secretArns: new Map([['metaport/local/meta-apps', arn]]) };
const mend = (...statements: object[]) =>
  mended(PolicyDocument.parse({ Version: '2012-10-17', Statement: statements }), facts);

describe('a role’s policy as the emulator must read it', () => {
  it('names a secret by its ARN where the emulator put its name', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: 'metaport/local/meta-apps',
    };
    expect(mend(statement).Statement).toEqual([
      { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [arn] },
    ]);
  });

  it('allows the batch form of an action beside the single one, and of no other', () => {
    const statement = {
      Effect: 'Allow',
      Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
      Resource: 'arn:aws:sqs:::q',
    };
    expect(mend(statement).Statement[0]?.Action).toEqual([
      'sqs:SendMessage',
      'sqs:SendMessageBatch',
      'sqs:ReceiveMessage',
    ]);
  });

  it('drops exactly the conditions that the emulator cannot ask', () => {
    const Condition = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['job#*'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
      StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com', 'kms:EncryptionContext:use': 'token' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const kept = mend({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition }).Statement[0];
    expect(kept?.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'true' } });
  });

  it('leaves no empty condition behind', () => {
    const Condition = { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } };
    const [statement] = mend({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition }).Statement;
    expect(statement).toEqual({ Effect: 'Allow', Action: ['kms:Decrypt'], Resource: ['*'] });
  });

  it('changes nothing the second time', () => {
    const once = mend({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'metaport/local/meta-apps' });
    expect(mended(once, facts)).toEqual(once);
  });

  it('widens no statement: actions grow by batch forms only, resources never grow', () => {
    expect(policyMends.length).toBeGreaterThan(0);
    const statement = { Effect: 'Allow', Action: ['dynamodb:PutItem', 's3:GetObject'], Resource: ['a', 'b'] };
    expect(mend(statement).Statement).toEqual([statement]);
  });
});
