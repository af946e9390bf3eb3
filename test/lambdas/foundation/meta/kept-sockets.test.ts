import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { fakeClock } from '../../../fakes/fake-clock.ts';
import { app, identity, loopbackMeta, openBench, type Script } from './loopback-meta.ts';

const meta = loopbackMeta();
const answer = '{"id":"1","access_token":"EAAx","user_id":"1"}';

/** Meta over sockets that are told apart by their ports: what it does with each request that it hears. */
function openSockets() {
  const ports: (number | undefined)[] = [];
  const hears =
    (then: Script): Script =>
    (request, response) => {
      ports.push(request.socket.remotePort);
      if (typeof then === 'function') then(request, response);
    };
  const answers = hears((_, response) => void response.end(answer));
  const dies = hears((request) => void request.socket.destroy());
  /** Closes its side as soon as it has answered, and says nothing of it before. */
  const closes = hears((request, response) => {
    response.on('finish', () => request.socket.destroySoon()).end(answer);
  });
  /** The calls of one unit of work, which begins now; each answers how it ended. */
  const unit = (clock = fakeClock()) => {
    const { graph, audits } = openBench(meta.origin(), { clock });
    const ended = async (call: Promise<unknown>) => {
      await call.catch(() => undefined);
      return audits.at(-1)?.outcome;
    };
    return {
      clock,
      audits,
      read: () => ended(graph.readMe(identity)),
      once: () => ended(graph.exchangeCode(app, { code: 'c' })),
    };
  };
  return { ports, answers, dies, closes, unit };
}

describe('what must not be done twice', () => {
  it('takes a socket that was just used, whatever for', async () => {
    const { ports, answers, unit } = openSockets();
    meta.answer(answers, answers, answers, answers);
    const { read, once } = unit();
    const outcomes = [await once(), await read(), await once(), await once()];
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(ports).toEqual([ports[0], ports[0], ports[0], ports[0]]);
  });

  it.each([
    [1_999, true],
    [2_000, false],
    [3600_000, false],
  ])('after %i ms without a call takes it: %p', async (idleMs, taken) => {
    const { ports, answers, unit } = openSockets();
    meta.answer(answers, answers, answers);
    const { once, clock } = unit();
    await once();
    clock.advance(idleMs);
    expect([await once(), await once()]).toEqual(['ok', 'ok']);
    expect([ports.length, ports[1] === ports[0], ports[2] === ports[1]]).toEqual([3, taken, true]);
  });

  it('closes the old socket, so that no later call finds it', async () => {
    const { ports, answers, unit } = openSockets();
    meta.answer(answers, answers, answers);
    const { once, read, clock } = unit();
    await read();
    clock.advance(2_000);
    await once();
    await read();
    expect([ports.length, ports[1] === ports[0], ports[2] === ports[1]]).toEqual([3, false, true]);
  });

  it('takes none from before its unit of work, for the function may have slept: only one that answered since', async () => {
    const { ports, answers, unit } = openSockets();
    meta.answer(answers, answers, answers, answers, answers);
    const { clock, ...before } = unit();
    await before.once();
    clock.advance(1);
    await unit(clock).once();
    expect([ports.length, ports[1] === ports[0]]).toEqual([2, false]);
    clock.advance(1);
    const after = unit(clock);
    await after.read();
    await after.once();
    expect([ports[2] === ports[1], ports[3] === ports[2]]).toEqual([true, true]);
  });

  it('has a new socket where the server has closed the last one and we have seen it', async () => {
    const { ports, closes, answers, unit } = openSockets();
    meta.answer(closes, answers);
    const { once } = unit();
    await once();
    await pause(100);
    expect(await once()).toBe('ok');
    expect([ports.length, ports[1] === ports[0]]).toEqual([2, false]);
  });

  it.each([
    ['before it hears us, which we have not seen yet', 'closes', 1],
    ['when it hears us', 'answers', 2],
  ] as const)('is unknown, and never tried again, where the server closes %s', async (_, first, heard) => {
    const { ports, answers, dies, unit, ...does } = { ...openSockets() };
    meta.answer(first === 'closes' ? does.closes : answers, dies, dies);
    const { once, audits } = unit();
    await once();
    expect(await once()).toBe('outcome-unknown');
    await pause(100);
    expect(ports).toEqual(Array.from({ length: heard }, () => ports[0]));
    expect(audits.map(({ tries }) => tries)).toEqual([1, 1]);
  });

  it('is heard once at most by a server that closes every socket after its answer', async () => {
    const { ports, closes, unit } = openSockets();
    const calls = 40;
    meta.answer(...Array.from({ length: calls }, () => closes));
    const { once } = unit();
    const outcomes: unknown[] = [];
    for (let nth = 0; nth < calls; nth += 1) {
      outcomes.push(await once());
      if (nth % 2 === 1) await pause(5);
    }
    const ok = outcomes.filter((outcome) => outcome === 'ok').length;
    expect(outcomes.filter((outcome) => outcome === 'outcome-unknown').length).toBe(calls - ok);
    expect([ports.length, new Set(ports).size]).toEqual([ok, ok]);
    expect(ok).toBeGreaterThanOrEqual(calls / 2);
  });
});
