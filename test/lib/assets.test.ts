import { describe, expect, it } from '@jest/globals';
import { stageOf } from './stage-settings.ts';
import { resourceBy, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());
const manage = resourceBy(
  templates.Service,
  'AWS::Lambda::Function',
  'FunctionName',
  'metaport-test-assets-manage',
).Properties;
const variables = (manage.Environment as { Variables: Record<string, string> }).Variables;

describe('the assets room', () => {
  it('has long to talk to Meta, and less than the gateway waits', () => {
    expect(Number(manage.Timeout)).toBeGreaterThan(20);
    expect(Number(manage.Timeout)).toBeLessThan(30);
  });

  it('knows its own public origin, which it declares at Meta', () => {
    expect(variables.PUBLIC_URL).toBe('EntranceApi.ApiEndpoint');
  });

  it('opens tokens and makes none', () => {
    const rights = rightsOf(templates, 'assets/manage');
    const secret = rights.filter(({ Action }) => Action.some((action) => action.startsWith('secretsmanager:')));
    expect(secret.length).toBeGreaterThan(0);
    const writes = rights.flatMap(({ Action }) => Action).filter((action) => /:(Put|Create|Delete)Secret/.test(action));
    expect(writes).toEqual([]);
  });

  it('sends to the queue that looks after connections, and to no other', () => {
    const sends = rightsOf(templates, 'assets/manage').filter(({ Action }) => Action.includes('sqs:SendMessage'));
    expect(sends.flatMap(({ Resource }) => Resource)).toEqual([expect.stringContaining('onnectionLinks')]);
  });
});
