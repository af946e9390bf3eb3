import { createHash, randomBytes } from 'node:crypto';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openProbe } from './harness/bus-probe.ts';
import { ctl, emulatorSettings, eventually } from './harness/cloud.ts';
import { demandOutputs, freshId, openJourney, pageEnvelope, signatureOf, textEntry } from './harness/journey.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);
const secrets = new SecretsManagerClient(emulatorSettings(outputs));
const queue = new SQSClient(emulatorSettings(outputs));
afterAll(() => {
  secrets.destroy();
  queue.destroy();
});

const parkedLine = (id: string) =>
  eventually(
    60_000,
    () => `no parked item ${id}`,
    async () => (await ctl('parked', 'list')).split('\n').find((line) => line.includes(id)),
  );

const parkedId = (key: string) => createHash('sha256').update(`webhookEvents\n${key}`).digest('hex');

/** Puts a message on the queue as our own ingest would. */
const enqueue = (...items: readonly unknown[]) =>
  queue.send(
    new SendMessageCommand({
      QueueUrl: outputs.stackOutputs['Metaport-local-State.WebhookEventsQueueUrl'] ?? '',
      MessageBody: JSON.stringify({ firstSeenAt: new Date().toISOString(), hops: 0, items }),
    }),
  );

describe('what could not be done', () => {
  it('a malformed body is shown with its reason, stays when redriven unmended, and goes when dropped', async () => {
    const body = `{"torn":"${freshId()}`;
    await journey.post(body);
    const id = parkedId(createHash('sha256').update(body).digest('hex'));
    expect(await parkedLine(id)).toContain('signed, but not JSON');
    expect(JSON.parse(await ctl('parked', 'show', id))).toMatchObject({
      queue: 'webhookEvents',
      kind: 'malformed',
      blame: 'meta',
      items: [{ malformed: { text: body } }],
    });
    expect(await ctl('parked', 'redrive', id)).toContain('sent');
    expect(await parkedLine(id)).toContain('malformed');
    await ctl('parked', 'drop', id);
    expect(await ctl('parked', 'list')).not.toContain(id);
  }, 120_000);

  it('a body that yesterday’s code could not read is kept once it is redriven into today’s', async () => {
    const page = await journey.newPage();
    const sha256 = randomBytes(32).toString('hex');
    const text = JSON.stringify(pageEnvelope(textEntry(page, 'mended')));
    // What a fixed bug leaves behind: readable now, parked then. Only its reason keeps it from being read at once.
    await enqueue({ malformed: { text }, sha256, reason: 'nested too deeply', receivedAt: new Date().toISOString() });
    const id = parkedId(sha256);
    await parkedLine(id);
    expect(await journey.eventsOf(`page:${page}`)).toEqual([]);
    await ctl('parked', 'drop', id);
    await enqueue({ malformed: { text }, sha256, reason: 'not JSON', receivedAt: new Date().toISOString() });
    expect(await journey.settled(`page:${page}`, 1)).toMatchObject([{ kind: 'message' }]);
  }, 120_000);

  it('a message that is none of ours is parked whole, not lost', async () => {
    const mark = freshId();
    await enqueue({ [mark]: 'no item of this queue' });
    await eventually(
      60_000,
      () => 'it was not parked',
      async () => {
        const lines = (await ctl('parked', 'list')).split('\n').filter((line) => line.includes('unreadable'));
        for (const line of lines) {
          const id = line.split(/\s+/)[1] ?? '';
          if ((await ctl('parked', 'show', id)).includes(mark)) return id;
        }
        return undefined;
      },
    );
  }, 120_000);
});

describe('replays', () => {
  it('run through today’s code under the same id, once a job, and can be shown and counted first', async () => {
    const page = await journey.newPage();
    const probe = await openProbe(outputs, `probe-${page}`);
    try {
      const at = Date.parse('2026-10-01T00:00:00Z') + Number(page.slice(-5)) * 1000;
      const range = { from: new Date(at).toISOString(), to: new Date(at + 3000).toISOString() };
      await journey.post(pageEnvelope(...[0, 1, 2].map((n) => textEntry(page, `r${n}`, {}, at + n * 1000))));
      const events = await journey.settled(`page:${page}`, 3);
      const ask = async (more: object) => {
        const job = await journey.api.call('POST /v1/webhooks/replays', {
          body: { ...range, ...more },
          idempotencyKey: freshId(),
        });
        return eventually(
          60_000,
          () => `replay ${job.id} does not end`,
          async () => {
            const now = await journey.api.call('GET /v1/webhooks/replays/{id}', { path: { id: job.id } });
            return now.state === 'done' ? now : undefined;
          },
        );
      };
      expect(await ask({ dryRun: true, force: true })).toMatchObject({ selected: 3 });
      expect(await ask({})).toMatchObject({ selected: 0 });
      const jobs = [await ask({ force: true }), await ask({ force: true })];
      expect(jobs).toMatchObject([{ selected: 3 }, { selected: 3 }]);
      await eventually(
        60_000,
        () => 'the rows do not carry the job',
        async () => {
          const rows = await journey.eventsOf(`page:${page}`);
          return rows.every((row) => row.state === 'done' && row.replayId === jobs[1]?.id) ? rows : undefined;
        },
      );
      const heard = (await probe.heard()).filter(({ asset }) => asset === `page:${page}`);
      expect(new Set(heard.map(({ id }) => id))).toEqual(new Set(events.map(({ id }) => id)));
      expect(heard.length).toBeGreaterThanOrEqual(9);
    } finally {
      await probe.close();
    }
  }, 240_000);

  it('refuse what is not a range, by its field', async () => {
    const body = { from: '2026-10-02T00:00:00Z', to: '2026-10-01T00:00:00Z' };
    await expect(journey.api.call('POST /v1/webhooks/replays', { body })).rejects.toMatchObject({
      status: 400,
      problem: { kind: 'invalid-request', errors: [{ path: 'body.to' }] },
    });
  });
});

describe('the app secret, changed while functions are warm', () => {
  it('is taken within a minute of the first mismatch, and the one before it during the overlap', async () => {
    const SecretId = 'metaport/local/meta-apps';
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    const { apps } = JSON.parse(SecretString);
    const fresh = `fake-rotated-${freshId()}`;
    const previousUntil = new Date(Date.now() + 3_600_000).toISOString();
    const rotated = { ...apps[0], appSecret: fresh, previousAppSecret: apps[0].appSecret, previousUntil };
    const page = await journey.newPage();
    const body = Buffer.from(JSON.stringify(pageEnvelope(textEntry(page, 'rotated'))));
    const signedWith = (secret: string) => ({
      'content-type': 'application/json',
      'x-hub-signature-256': signatureOf(body, secret),
    });
    try {
      await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify({ apps: [rotated] }) }));
      await eventually(
        90_000,
        () => 'the new secret is refused',
        async () => ((await journey.post(body, signedWith(fresh))).status === 200 ? true : undefined),
      );
      expect((await journey.post(body, signedWith(outputs.appSecret))).status).toBe(200);
      expect(await journey.settled(`page:${page}`, 1)).toHaveLength(1);
    } finally {
      await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
    }
  }, 180_000);
});
