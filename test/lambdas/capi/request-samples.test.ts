import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sendConversions, validateConversions } from '../../../lambdas/capi/send-conversions.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { DEMO, type Json, type MetaSimulator, metaSimulator } from '../../local/graph-meta.ts';
import { describeWithShared, sharedDir } from '../../shared-material.ts';
import { capiWorld } from './capi-world.ts';

/** One published request: what is wrong with it as it stands, and what must be put in its place. */
interface Sample {
  readonly file: string;
  /** Paths from the body on; hand-written from the sample and the fact sheet §9. */
  readonly refused: readonly string[];
  /** ISO-8601: a moment at which the events are new. */
  readonly at: string;
  /** By path from the body on. */
  readonly substitutions: Readonly<Record<string, unknown>>;
}

const website = {
  'data.0.action_source': 'website',
  'data.0.event_source_url': 'https://shop.example/thanks',
  'data.0.user_data.client_user_agent': 'FakeBrowser/1.0',
};
const ldu = {
  ...website,
  'data.0.event_time': 1_762_902_353,
  'data.0.user_data.em': 'ada@example.com',
  'data.0.custom_data.currency': 'USD',
  'data.0.custom_data.value': 12.5,
};
const lduRefused = ['event_time', 'action_source', 'custom_data.currency', 'custom_data.value', 'user_data.em'].map(
  (path) => `data.0.${path}`,
);
const chat = { partner_agent: 'fake-partner' };
const afterChat = new Date((1_675_999_999 + 60) * 1000).toISOString();
const november = new Date((1_762_902_353 + 60) * 1000).toISOString();

const samples: readonly Sample[] = [
  {
    file: 'request_business_messaging_instagram.json',
    refused: [
      'data.0.event_time',
      'data.0.user_data.instagram_business_account_id',
      'data.0.user_data.ig_sid',
      'partner_agent',
    ],
    at: afterChat,
    substitutions: {
      ...chat,
      'data.0.user_data.instagram_business_account_id': DEMO.instagram,
      'data.0.user_data.ig_sid': '990000000000702',
    },
  },
  {
    file: 'request_business_messaging_messenger.json',
    refused: ['data.0.event_time', 'data.0.user_data.page_id', 'data.0.user_data.page_scoped_user_id', 'partner_agent'],
    at: afterChat,
    substitutions: {
      ...chat,
      'data.0.user_data.page_id': DEMO.page,
      'data.0.user_data.page_scoped_user_id': '990000000000701',
    },
  },
  {
    file: 'request_business_messaging_whatsapp.json',
    refused: ['data.0.event_time', 'data.0.user_data.whatsapp_business_account_id', 'partner_agent'],
    at: afterChat,
    substitutions: { ...chat, 'data.0.user_data.whatsapp_business_account_id': DEMO.waba },
  },
  {
    file: 'request_crm_lead_stage_event.json',
    refused: ['data.0.event_time'],
    at: new Date((1_617_693_833 + 60) * 1000).toISOString(),
    substitutions: {},
  },
  { file: 'request_ldu_california.json', refused: lduRefused, at: november, substitutions: ldu },
  {
    file: 'request_ldu_geolocate.json',
    refused: [...lduRefused, 'data.0.user_data.client_ip_address'],
    at: november,
    substitutions: { ...ldu, 'data.0.user_data.client_ip_address': '192.0.2.7' },
  },
  { file: 'request_ldu_off.json', refused: lduRefused, at: november, substitutions: ldu },
  {
    file: 'request_purchase_contents.json',
    refused: ['data.0.event_time', 'data.0.user_data.client_user_agent'],
    at: november,
    substitutions: { 'data.0.user_data.client_user_agent': 'FakeBrowser/1.0' },
  },
  {
    file: 'request_purchase_two_events.json',
    refused: ['data.0.event_time', 'data.1.event_time', 'data.1.action_source'],
    at: new Date((1_633_552_688 + 60) * 1000).toISOString(),
    substitutions: { 'data.1.action_source': 'website', 'data.1.event_source_url': 'https://shop.example/thanks' },
  },
  {
    file: 'request_test_event_code.json',
    refused: ['data.0.event_time', 'data.0.action_source'],
    at: new Date((1_764_975_551 + 60) * 1000).toISOString(),
    substitutions: { 'data.0.action_source': 'website' },
  },
];

const read = (file: string): Json => {
  const published = JSON.parse(readFileSync(join(sharedDir(), 'meta/samples/capi', file), 'utf8'));
  // The CRM sample is published as one element of `data`.
  return Array.isArray(published.data) ? published : { data: [published] };
};

function substituted(body: Json, substitutions: Sample['substitutions']): Json {
  for (const [path, value] of Object.entries(substitutions)) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    const place = parts.reduce((inner: Json, part) => inner[part], body);
    place[last] = value;
  }
  return body;
}

let meta: MetaSimulator;
let w: Awaited<ReturnType<typeof capiWorld>>;

beforeEach(async () => {
  meta = await metaSimulator();
  w = await capiWorld(meta);
  await w.link();
});
afterEach(() => meta.close());

const post = (body: Json) =>
  sendConversions({ workspace: 'shop', body, headers: { prefer: 'wait' } }, w.doors, w.notes);

describeWithShared('the published requests', (folder) => {
  it('are all here', () => {
    const published = readdirSync(join(folder, 'meta/samples/capi')).filter((file) => file.startsWith('request_'));
    expect(samples.map(({ file }) => file).sort()).toEqual(published.sort());
    expect(samples).toHaveLength(10);
  });

  it.each(samples)('$file is refused as published, by the paths that are wrong', async ({ file, refused }) => {
    const failure = await post(read(file)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(failure instanceof Failure)) throw new Error('it was not refused');
    expect(failure.kind).toBe('invalid-request');
    const paths = failure.errors?.map(({ path }) => path.replace(/^body\./, '')) ?? [];
    expect(paths).toEqual(expect.arrayContaining([...refused]));
    expect(new Set(paths.filter((path) => !refused.includes(path)))).toEqual(new Set());
    const { data } = await validateConversions('shop', read(file).data, w.doors);
    expect(data.every(({ ok }) => !ok)).toBe(true);
  });

  it.each(samples)('$file is relayed in Meta’s shape once its gaps are filled', async ({ file, at, substitutions }) => {
    const aside = Date.parse(at) - Date.now();
    w.clock.set(Date.parse(at));
    await meta.control('POST', 'clock', { advanceSeconds: Math.round(aside / 1000) });
    const body = substituted(read(file), substitutions);
    const answer = await post(structuredClone(body));
    expect(JSON.stringify(answer)).not.toContain('waits in the queue');
    const sent: readonly Json[] = (await meta.control('GET', 'conversions?full=1')).body.data;
    expect(sent).toHaveLength(body.data.length);
    const owned = new Set(body.data.map(({ event_id }: Json) => event_id));
    for (const event of body.data) {
      const isSame = ({ event: one }: Json) =>
        event.event_id === undefined ? !owned.has(one.event_id) : one.event_id === event.event_id;
      const { event_id, user_data: users, ...rest } = sent.find(isSame)?.event ?? {};
      const { event_id: _own, user_data: asked, ...shape } = event;
      expect(event_id).toEqual(expect.any(String));
      // A raw address became its hash; everything else goes as it came.
      const hashed = asked.em === 'ada@example.com' ? { em: expect.stringMatching(/^[0-9a-f]{64}$/) } : {};
      expect({ ...rest, users }).toEqual({ ...shape, users: { ...asked, ...hashed } });
    }
  });
});
