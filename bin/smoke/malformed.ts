import { createHash } from 'node:crypto';
import * as z from 'zod';
import { nobody } from '../../lambdas/foundation/core/ids.ts';
import { asOperator } from '../ctl/target.ts';
import { CtlError } from '../ctl/words.ts';
import { type Scene, within } from './scene.ts';
import { demand, type Step } from './step.ts';
import { postSigned } from './webhook.ts';

const Parked = z.object({ kind: z.string(), parkedAt: z.string() });
const Redriven = z.object({ data: z.tuple([z.object({ outcome: z.string() })]) });

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

/** Calls `parking/manage` as operator, about one item of nobody's. */
const parking = ({ target }: Scene, routeKey: string, parts: object) =>
  asOperator(target.value(), { function: 'parking/manage', routeKey, workspace: nobody, ...parts });

const isAbsent = (thrown: unknown) => thrown instanceof CtlError && thrown.message.startsWith('HTTP 404');
const unlessAbsent = (thrown: unknown): undefined => {
  if (!isAbsent(thrown)) throw thrown;
};

const show = (scene: Scene, id: string) =>
  parking(scene, 'GET /v1/parked/{id}', { path: { id } }).then((item) => Parked.parse(item), unlessAbsent);

const drop = (scene: Scene, id: string) =>
  parking(scene, 'DELETE /v1/parked/{id}', { path: { id } }).catch(unlessAbsent);

const parkedAfter = (scene: Scene, id: string, time: string) =>
  within(scene, 120, 'it was not parked', async () => {
    const item = await show(scene, id);
    return item && item.parkedAt > time ? item : undefined;
  });

/** What is signed but unreadable: the list of parked work, its redrive and its drop. */
export const malformedSteps: readonly Step[] = [
  {
    name: 'malformed',
    needs: ['stacks', 'app secret'],
    remedy: 'Look at the logs of webhooks/process and parking/manage.',
    async run(scene) {
      const body = Buffer.from(`{"smoke":"${scene.run}`);
      const id = sha256(`webhookEvents\n${sha256(body)}`);
      const dropped = scene.undos.later(`the parked item ${id}`, () => drop(scene, id));
      const { status } = await postSigned(scene, body);
      demand(status === 200, `a signed malformed body was answered ${status} instead of 200`);
      const first = await parkedAfter(scene, id, '');
      demand(first.kind === 'malformed', `it was parked as ${first.kind}`);
      const redrive = { body: { ids: [id], dryRun: false } };
      const [{ outcome }] = Redriven.parse(await parking(scene, 'POST /v1/parked/redrive', redrive)).data;
      demand(outcome === 'sent', `the redrive said ${outcome}`);
      await parkedAfter(scene, id, first.parkedAt);
      await dropped();
      demand((await show(scene, id)) === undefined, 'it is still parked after the drop');
      return '200, parked for operators, redriven (and parked again, as it must), dropped';
    },
  },
];
