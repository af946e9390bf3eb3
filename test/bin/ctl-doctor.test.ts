import { describe, expect, it } from '@jest/globals';
import { examine, type Patient, report } from '../../bin/ctl/doctor-checks.ts';

type Answers = Record<string, unknown>;

const standing = { missing: [], reason: null };

/** A stage of which every step is done. */
const wellAnswers: Answers = {
  'GET /v1/connections': {
    data: [{ id: 'con_1', platform: 'facebook', state: 'connected', reason: null, missing: [] }],
  },
  'GET /v1/webhooks/subscriptions': {
    apps: [{ appId: '10001', object: 'page', state: 'subscribed', ...standing }],
    data: [{ asset: 'page:7', state: 'subscribed', drifted: false, ...standing }],
  },
  'GET /v1/assets': { data: [{ id: 'page:7', linkedAt: '2026-11-01T00:00:00.000Z' }] },
  'GET /v1/assets/{id}/doctor': {
    asset: 'page:7',
    probes: [{ probe: 'read-leads', ok: true, missing: null, names: [], remedy: null }],
  },
};

const patient = (more: Partial<Patient> = {}, answers: Answers = {}): Patient => ({
  stage: 'test',
  stageFlag: ' --stage test',
  workspace: 'shop',
  secret: async (name) =>
    name === 'metaApps'
      ? '{"apps":[{"appId":"10001","kind":"facebook","appSecret":"fake-app-secret"}]}'
      : 'fake-verify-token',
  webhookUrl: async () => 'https://hooks.example.com/webhooks/meta',
  get: async (url) => ({ status: 200, text: new URL(url).searchParams.get('hub.challenge') ?? '' }),
  call: async (_fn, routeKey) => ({ ...wellAnswers, ...answers })[routeKey],
  settings: async () => ({ returnOrigins: ['https://app.example.com'] }),
  ...more,
});

const lacking = async (...args: Parameters<typeof patient>) =>
  (await examine(patient(...args))).filter(({ ok }) => !ok);

describe('the day after', () => {
  it('finds nothing where every step is done, and has looked at each', async () => {
    const findings = await examine(patient());
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.map(({ step }) => step)).toEqual([
      'app secret',
      'verify token',
      'webhook URL',
      'return origins',
      'connection',
      'app subscription',
      'asset subscription',
      'asset',
      'probe',
    ]);
  });

  const app = { appId: '10001', object: 'page', state: 'drifted', missing: ['feed'], reason: 'another callback' };
  const asset = { asset: 'page:7', state: 'failed', drifted: true, missing: [], reason: 'no task' };
  const gap = { what: 'feature:leads', why: 'the scope leads_retrieval was declined', remedy: 'allow it' };
  const connection = { id: 'con_1', platform: 'facebook', reason: null, missing: [] };
  const probe = { probe: 'send-messages', ok: false, missing: 'task', names: ['MESSAGING'], remedy: 'connect again' };

  it.each<[string, Partial<Patient>, Answers, string, string]>([
    ['app secret', { secret: async () => '' }, {}, 'no Meta app is set', 'app set <app id> --stage test'],
    ['return origins', { settings: async () => ({ returnOrigins: [] }) }, {}, 'none', 'stages/test.json'],
    ['webhook URL', { get: async () => ({ status: 403, text: '' }) }, {}, 'HTTP 403', '/metaport/test/webhooks/ingest'],
    ['webhook URL', { get: async () => ({ status: 200, text: '<html>' }) }, {}, 'HTTP 200', 'deployed'],
    ['connection', {}, { 'GET /v1/connections': { data: [] } }, 'none in workspace shop', 'ctl -- connect'],
    [
      'connection',
      {},
      { 'GET /v1/connections': { data: [{ ...connection, state: 'needs_reauth' }] } },
      'needs_reauth',
      'connect',
    ],
    [
      'permission',
      {},
      { 'GET /v1/connections': { data: [{ ...connection, state: 'incomplete', missing: [gap] }] } },
      'leads_retrieval',
      'allow it',
    ],
    [
      'app subscription',
      {},
      { 'GET /v1/webhooks/subscriptions': { apps: [app], data: [] } },
      'another callback; lacks feed',
      'PUT /v1/webhooks/subscriptions',
    ],
    [
      'asset subscription',
      {},
      { 'GET /v1/webhooks/subscriptions': { apps: [], data: [asset] } },
      'page:7: failed; no task',
      'POST /v1/assets/sync',
    ],
    ['asset', {}, { 'GET /v1/assets': { data: [] } }, 'none is linked', 'POST /v1/assets/sync'],
    [
      'probe',
      {},
      { 'GET /v1/assets/{id}/doctor': { asset: 'page:7', probes: [probe] } },
      'lacks MESSAGING',
      'connect again',
    ],
  ])('names a missing %s with its remedy', async (step, more, answers, says, remedy) => {
    const found = (await lacking(more, answers)).find((one) => one.step === step);
    expect(found?.says).toContain(says);
    expect(found?.remedy).toContain(remedy);
  });

  it('does not complain of what nobody asked for', async () => {
    const unasked = { ...probe, probe: 'read-leads', missing: 'scope', names: ['leads_retrieval'] };
    const answers = { 'GET /v1/assets/{id}/doctor': { asset: 'page:7', probes: [unasked] } };
    const findings = await examine(patient({}, answers));
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.at(-1)?.says).toBe('page:7: nothing (not connected for read-leads)');
  });

  it('names the verify token, and asks the URL all the same', async () => {
    const secret = async (name: string) => (name === 'verifyToken' ? '' : '{"apps":[]}');
    expect((await lacking({ secret })).map(({ step }) => step)).toEqual(['app secret', 'verify token']);
  });

  it('hides nothing behind a look that fails', async () => {
    const refuse = async (): Promise<never> => {
      throw new Error('AccessDenied');
    };
    const found = await lacking({ secret: refuse, settings: refuse, call: refuse });
    expect(found.map(({ step }) => step)).toEqual([
      'app secret',
      'verify token',
      'webhook URL',
      'return origins',
      'connection',
      'subscription',
      'probe',
    ]);
  });

  it('shows no secret in what it prints', async () => {
    const found = await examine(patient({ get: async () => ({ status: 403, text: '' }) }));
    expect(report(found)).not.toMatch(/fake-app-secret|fake-verify-token/);
  });

  it('prints a line for each, and under what lacks its remedy', () => {
    const findings = [
      { step: 'app secret', ok: true, says: 'set' },
      { step: 'asset', ok: false, says: 'none', remedy: 'link one' },
    ];
    expect(report(findings)).toBe('✓ app secret  set\n✗ asset       none\n              → link one\n');
  });
});
