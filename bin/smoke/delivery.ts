import { createHash } from 'node:crypto';
import * as z from 'zod';
import { asOperator } from '../ctl/target.ts';
import { type Scene, smokeWorkspace } from './scene.ts';
import { demand, type Step, within } from './steps.ts';

const Events = z.object({ data: z.array(z.object({ id: z.string(), state: z.string(), event: z.unknown() })) });

const entry = (page: string, mid: string, more: object = {}) => ({
  id: page,
  time: Date.now(),
  messaging: [
    { sender: { id: '1' }, recipient: { id: page }, timestamp: Date.now(), message: { mid, text: 'smoke' }, ...more },
  ],
});

const bodyOf = (...entries: readonly object[]) => Buffer.from(JSON.stringify({ object: 'page', entry: entries }));

async function post(scene: Scene, body: Uint8Array): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': await scene.sign(body) };
  return (await scene.call('POST', scene.webhookUrl, body, headers)).status;
}

const events = async ({ target, page }: Scene) =>
  Events.parse(
    await asOperator(target, {
      function: 'webhooks/manage',
      routeKey: 'GET /v1/webhooks/events',
      workspace: smokeWorkspace,
      query: { asset: `page:${page}`, limit: '100' },
    }),
  ).data;

const kept = (scene: Scene, count: number) =>
  within(120, `${count} events were not kept`, async () => {
    const found = await events(scene);
    demand(found.length <= count, `${found.length} events instead of ${count}: something was kept twice`);
    return found.length === count && found.every(({ state }) => state === 'done') ? found : undefined;
  });

/** What becomes of deliveries. */
export const deliverySteps: readonly Step[] = [
  {
    name: 'kept once',
    remedy: 'npm run ctl -- parked, and the logs of webhooks/process.',
    async run(scene) {
      const body = bodyOf(entry(scene.page, 'once'));
      const statuses = await Promise.all(Array.from({ length: 10 }, () => post(scene, body)));
      demand(
        statuses.every((status) => status === 200),
        `answered ${statuses.join(' ')}`,
      );
      await kept(scene, 1);
      return 'sent ten times at once, one event';
    },
  },
  {
    name: 'big item',
    remedy: 'Do ingest and process reach the blobs bucket, and its key?',
    async run(scene) {
      demand(
        (await post(scene, bodyOf(entry(scene.page, 'big', { padding: 'x'.repeat(1_500_000) })))) === 200,
        'refused',
      );
      await kept(scene, 2);
      return '1.5 MB through the bucket';
    },
  },
  {
    name: 'sizes',
    remedy: 'The gateway or Lambda takes less than decisions promise: lower bodyCapBytes.',
    async run(scene) {
      const escaped = (bytes: number) => {
        const text = JSON.stringify({ object: 'page', entry: [], padding: '' });
        return Buffer.from(
          text.replace(
            '"padding":""',
            `"padding":"${'\\ud83d\\ude00'.repeat(Math.floor((bytes - text.length) / 12))}"`,
          ),
        );
      };
      const [three, most, over] = [
        await post(scene, escaped(3_000_000)),
        await post(scene, escaped(4_400_000)),
        await post(scene, escaped(4_600_000)),
      ];
      demand(three === 200 && most === 200 && over === 413, `3 MB ${three}, 4.4 MB ${most}, 4.6 MB ${over}`);
      return '3 MB and 4.4 MB of escapes taken, 4.6 MB is 413';
    },
  },
  {
    name: 'gateway limit',
    remedy: 'A body over 10 MB must end at the gateway.',
    notAtHome: 'the emulator does not model the gateway’s size limit',
    async run(scene) {
      const { status } = await scene.call('POST', scene.webhookUrl, Buffer.alloc(10_600_000, 0x20), {
        'content-type': 'application/json',
      });
      demand(status === 413, `answered ${status}`);
      return '10.6 MB is 413';
    },
  },
  {
    name: 'malformed',
    remedy: 'Look at the logs of webhooks/process and parking/manage.',
    async run(scene) {
      const body = Buffer.from(`{"smoke":"${scene.page}`);
      demand((await post(scene, body)) === 200, 'a signed malformed body must be 200');
      const sha256 = createHash('sha256').update(body).digest('hex');
      const id = createHash('sha256').update(`webhookEvents\n${sha256}`).digest('hex');
      const call = (routeKey: string) =>
        asOperator(scene.target, { function: 'parking/manage', routeKey, workspace: '-', path: { id } });
      await within(120, 'it was not parked', () => call('GET /v1/parked/{id}').catch(() => undefined));
      await call('DELETE /v1/parked/{id}');
      return '200, parked for operators, dropped';
    },
  },
];
