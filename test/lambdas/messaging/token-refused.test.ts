import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { MediaTarget } from '../../../lambdas/messaging/send-doors.ts';
import { aConnection } from '../../doors/ties-under-test.ts';
import { sendWorld } from './send-world.ts';

const refused = () => new Failure('connection-revoked', 'Meta refuses: 190/463', { meta: { code: 190, subcode: 463 } });
const nobody = () => new Failure('connection-revoked', 'nobody speaks for this account: connect again');

/** How long the room oauth takes to look, milliseconds: less than the shortest wait for it. */
const careMs = 20_000;

/** What a look ends with: another token speaks, nobody does, or nothing is found. */
type Found = 'another' | 'nobody' | 'nothing';

/** A world in which the Page's own token is dead from `die()` on, until somebody's look finds it so. */
function dyingWorld(found: Found) {
  const w = sendWorld();
  const seen = { refused: 0, suspected: 0, dead: false, lookedAt: Number.POSITIVE_INFINITY };
  const { speakers, graph } = w.doors;
  const { speakerOf } = speakers;
  const connection = aConnection();
  const { sendMessage, sendWhatsappMessage } = graph;
  const isOver = () => seen.dead && w.clock.now() >= seen.lookedAt;
  const refuse = (holder: string | undefined) => {
    if (!seen.dead || holder !== 'page') return;
    seen.refused += 1;
    throw refused();
  };
  Object.assign(speakers, {
    speakerOf: async (...asked: Parameters<typeof speakerOf>) => {
      if (isOver() && found === 'nobody') throw nobody();
      const speaker = await speakerOf(...asked);
      const holder = isOver() && found === 'another' ? 'system' : 'page';
      return { ...speaker, connection, holder, identity: { ...speaker.identity, holder } };
    },
    suspect: async () => {
      seen.suspected += 1;
      seen.lookedAt = Math.min(seen.lookedAt, w.clock.now() + careMs);
    },
  });
  Object.assign(graph, {
    sendMessage: async (...asked: Parameters<typeof sendMessage>) => {
      refuse(asked[0].holder);
      return sendMessage(...asked);
    },
    sendWhatsappMessage: async (...asked: Parameters<typeof sendWhatsappMessage>) => {
      refuse(asked[0].holder);
      return sendWhatsappMessage(...asked);
    },
  });
  return { ...w, seen, refuse, die: () => Object.assign(seen, { dead: true }) };
}

const names = Array.from({ length: 100 }, (_, at) => `text-${at}`);

/** A hundred messages that wait in one thread when the token dies. */
async function queueOf(found: Found) {
  const w = dyingWorld(found);
  w.meta.plans.push(new Failure('meta-unavailable', 'Meta refuses: 2', { meta: { code: 2 } }));
  const thread = await w.thread();
  for (const name of names) await w.text(thread, name);
  w.die();
  return w;
}

describe('a queue whose token Meta refuses', () => {
  it('waits for another token, and goes in order', async () => {
    const w = await queueOf('another');
    const seconds = await w.settle();
    expect(w.meta.commits.map(({ text }) => text)).toEqual(names);
    expect(w.seen).toMatchObject({ refused: 1, suspected: 1 });
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThan(75);
  });

  it('fails with the account’s reason once nobody speaks for it', async () => {
    const w = await queueOf('nobody');
    await w.settle();
    const rows = w.doors.outbound.rows();
    expect(rows.filter(({ state }) => state === 'failed')).toHaveLength(100);
    expect(new Set(rows.map(({ failure }) => failure?.message))).toEqual(new Set([nobody().message]));
    expect(w.seen).toMatchObject({ refused: 1, suspected: 1 });
    expect(w.meta.commits).toEqual([]);
  });

  it('fails with Meta’s code after three waits of its first message, where nothing changes', async () => {
    const w = await queueOf('nothing');
    const seconds = await w.settle();
    const rows = w.doors.outbound.rows();
    expect(rows.filter(({ state }) => state === 'failed')).toHaveLength(100);
    expect(new Set(rows.map(({ failure }) => `${failure?.kind} ${failure?.code}/${failure?.subcode}`))).toEqual(
      new Set(['connection-revoked 190/463']),
    );
    expect(w.seen).toMatchObject({ refused: 4, suspected: 4 });
    expect(seconds).toBeGreaterThanOrEqual(90);
    expect(seconds).toBeLessThan(200);
  });

  it('is tried anew by the next worker: a token that lives again carries what comes then', async () => {
    const w = await queueOf('nothing');
    await w.settle();
    Object.assign(w.seen, { dead: false });
    await w.text(await w.thread(), 'later');
    await w.settle();
    expect(w.meta.commits.map(({ text }) => text)).toEqual(['later']);
  });
});

describe('a message whose token Meta refuses at once', () => {
  it('is taken, and goes by another token', async () => {
    const w = dyingWorld('another');
    w.die();
    const { status, answer } = Object(await w.text(await w.thread(), 'one'));
    expect([status, answer]).toEqual([202, expect.objectContaining({ state: 'accepted' })]);
    await w.settle();
    expect(w.states()).toEqual({ one: 'sent' });
    expect(w.seen).toMatchObject({ refused: 1, suspected: 1 });
  });

  it('waits too when it is its upload that is refused', async () => {
    const w = dyingWorld('another');
    w.die();
    const { mediaForMeta } = w.doors;
    const refusing = async (upload: { readonly mediaId: string }, { identity }: MediaTarget) => {
      w.refuse(identity.holder);
      return mediaForMeta(upload);
    };
    Object.assign(w.doors, { mediaForMeta: refusing });
    const threadId = await w.thread('15550000001', 60_000, 'whatsapp');
    const media = { mediaId: 'u_00000000000000000000000000000001' };
    const { status } = Object(await w.send({ threadId, type: 'image', media }, 'k1'));
    expect(status).toBe(202);
    await w.settle();
    expect(w.doors.outbound.rows()).toMatchObject([{ state: 'sent' }]);
    // The request's own try, and the worker's that it sends.
    expect(w.seen).toMatchObject({ refused: 2, suspected: 2 });
  });

  it('is not refused any sooner for outages before', async () => {
    const w = dyingWorld('nothing');
    const outage = () => new Failure('meta-unavailable', 'Meta refuses: 2', { meta: { code: 2 } });
    w.meta.plans.push(...Array.from({ length: 5 }, outage));
    await w.text(await w.thread(), 'one');
    while (w.meta.plans.length > 0) {
      w.clock.advance(1_000);
      while (await w.workOnce());
    }
    w.die();
    await w.settle();
    expect(w.seen.refused).toBe(4);
    expect(w.doors.outbound.rows()).toMatchObject([{ state: 'failed', failure: { code: 190 } }]);
  });
});
