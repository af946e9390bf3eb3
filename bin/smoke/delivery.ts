import { setTimeout as pause } from 'node:timers/promises';
import { eventsOf, kept, linkPage, rawText } from './kept-events.ts';
import { demand, type Step } from './step.ts';
import { deliver, messageTo } from './webhook.ts';

const times = 10;
/** Longer than the queue's batching window: a tenth copy still on its way would be worked on by then. */
const lookAgainMs = 5000;
const bigBytes = 1_500_000;

/** What becomes of deliveries. */
export const deliverySteps: readonly Step[] = [
  {
    name: 'kept once',
    needs: ['stacks', 'app secret'],
    remedy: 'Look at npm run ctl -- parked --stage <stage>, and at the log of webhooks/process.',
    async run(scene) {
      await linkPage(scene);
      const body = messageTo(scene.page, `once-${scene.run}`, 'smoke');
      await Promise.all(Array.from({ length: times }, () => deliver(scene, body)));
      await kept(scene, 1);
      await pause(lookAgainMs, undefined, { signal: scene.signal });
      const { length } = await eventsOf(scene);
      demand(length === 1, `sent ${times} times it became ${length} events`);
      return `found done through webhooks/manage; sent ${times} times at once, one event`;
    },
  },
  {
    name: 'big item',
    needs: ['kept once'],
    proves: ['S3 by virtual-hosted address'],
    remedy: 'Do webhooks/ingest and webhooks/process reach the blobs bucket, and its key? Their logs say.',
    async run(scene) {
      const before = (await eventsOf(scene)).map(({ id }) => id);
      const text = `${scene.run} `.repeat(Math.ceil(bigBytes / (scene.run.length + 1)));
      await deliver(scene, messageTo(scene.page, `big-${scene.run}`, text));
      const found = (await kept(scene, before.length + 1)).find(({ id }) => !before.includes(id));
      demand(found !== undefined, 'the new event has an old id');
      const back = await rawText(scene, found.id);
      demand(back === text, `${text.length} characters were sent, ${back.length} came back, or others`);
      return `an item of ${(text.length / 1e6).toFixed(1)} MB came back whole through the blobs bucket`;
    },
  },
];
