import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus, BusEvent } from '../../lambdas/foundation/core/doors.ts';

/** What a subscriber sees of an announcement. */
export interface SeenEvent {
  readonly type: string;
  readonly detail: unknown;
}

/** A bus with one subscriber. */
export interface BusUnderTest {
  readonly bus: Bus;
  /** Waits for `count` events and answers them. */
  seen(count: number): Promise<readonly SeenEvent[]>;
}

const event = (detail: BusEvent['detail']): BusEvent => ({
  id: 'event-1',
  workspace: 'shop',
  type: 'webhook.message',
  time: '2026-11-21T10:00:00.000Z',
  detail,
});

/** What every bus does, real or fake. */
export function busSuite(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`${name} as an event bus`, () => {
    let under: BusUnderTest;
    beforeEach(async () => {
      under = await open();
    });

    it('announces with type, id and workspace', async () => {
      await under.bus.announce(event({ kind: 'message', text: 'grüß dich \uFFFF' }));
      const [seen] = await under.seen(1);
      expect(seen?.type).toBe('webhook.message');
      expect(seen?.detail).toMatchObject({
        id: 'event-1',
        workspace: 'shop',
        kind: 'message',
        text: 'grüß dich \uFFFF',
      });
    });

    it('refuses a detail over 64 kB', async () => {
      const fits = event({ text: 'x'.repeat(64_000) });
      await expect(under.bus.announce(fits)).resolves.toBeUndefined();
      const tooBig = event({ text: 'é'.repeat(33_000) });
      await expect(under.bus.announce(tooBig)).rejects.toMatchObject({ name: 'Failure', kind: 'bug' });
    });
  });
}
