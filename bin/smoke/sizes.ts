import { bodyCapBytes } from '../../lambdas/foundation/core/api.ts';
import { eventsOf, kept } from './kept-events.ts';
import type { Scene } from './scene.ts';
import { demand, type Step } from './step.ts';
import { deliver, messageTo, post, postSigned } from './webhook.ts';

const unless = ({ asked }: Scene) => (asked.sizes ? undefined : 'left out by --no-sizes');

/** An emoji travels as twelve bytes of escapes, each backslash of which the gateway's own JSON doubles: Meta's worst. */
function bodyOf({ page, run }: Scene, mid: string, bytes: number): Buffer {
  const room = bytes - messageTo(page, `${mid}-${run}`, '').byteLength;
  return messageTo(page, `${mid}-${run}`, '😀'.repeat(Math.floor(room / 12)));
}

const kindOf = (text: string): unknown => {
  try {
    return JSON.parse(text).kind;
  } catch {
    return undefined;
  }
};

/** How much fits through the door. */
export const sizeSteps: readonly Step[] = [
  {
    name: 'sizes',
    needs: ['kept once'],
    proves: ['gateway size limits'],
    unless,
    remedy: 'The gateway or Lambda takes less than is promised: lower bodyCapBytes in lambdas/foundation/core/api.ts.',
    async run(scene) {
      const before = (await eventsOf(scene)).length;
      await deliver(scene, bodyOf(scene, 'three', 3_000_000));
      await deliver(scene, bodyOf(scene, 'text', 4_400_000));
      // A type that is no text reaches Lambda as base64: a third more, and the most that the cap must leave room for.
      await deliver(scene, bodyOf(scene, 'bytes', 4_400_000), { 'content-type': 'application/octet-stream' });
      const over = await postSigned(scene, bodyOf(scene, 'over', bodyCapBytes + 50_000));
      demand(over.status === 413 && kindOf(over.text) === 'too-large', `4.55 MB was answered ${over.status}, not 413`);
      await kept(scene, before + 3);
      return '3 MB, 4.4 MB of escapes and 4.4 MB as base64 taken and kept, 4.55 MB is 413';
    },
  },
  {
    name: 'gateway limit',
    needs: ['stacks'],
    proves: ['gateway size limits'],
    unless,
    notAtHome: 'the emulator does not model the gateway’s size limits',
    remedy: 'A body over 10 MB must end at the gateway: does something stand before it that buffers or answers?',
    async run(scene) {
      const { status, text } = await post(scene, Buffer.alloc(10_500_000, 0x20), {});
      demand(status === 413, `10.5 MB was answered ${status} instead of 413`);
      demand(kindOf(text) === undefined, '10.5 MB reached our function');
      return '10.5 MB is 413, by the gateway itself';
    },
  },
];
