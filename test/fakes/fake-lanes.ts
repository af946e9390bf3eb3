import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import {
  type LaneClaim,
  type LaneName,
  type Lanes,
  mayComeMs,
  type Place,
} from '../../lambdas/foundation/store/lanes.ts';
import { fakeDueRows } from './fake-due-rows.ts';

interface Lane extends LaneClaim {
  readonly leaseUntil: number;
}

const nameOf = ({ workspace, lane }: LaneName) => JSON.stringify([workspace, lane]);

/**
 * Lanes in memory: pass the same suite as the adapter. `put` is what accepting a message does; `places` shows all that
 * wait, `due` is the index in which the lanes stand.
 */
export function fakeLanes(clock: Clock, due = fakeDueRows()) {
  const lanes = new Map<string, Lane>();
  const places = new Map<string, Place>();
  let claims = 0;

  const dueRow = ({ workspace, lane }: LaneName, dueAt: string) => ({
    ...{ entity: 'lane', pk: [workspace, lane], sk: ['lane'], dueAt },
  });
  const dueOf = (name: LaneName) =>
    due.rows().find(({ entity, pk }) => entity === 'lane' && JSON.stringify(pk) === nameOf(name))?.dueAt;
  const empty: Lane = { token: '', seq: 0, notBefore: 0, paceAt: 0, leaseUntil: 0 };
  const claimed = (lane: Lane, leaseMs: number): Lane => {
    claims += 1;
    return { ...lane, token: `claim-${claims}`, leaseUntil: clock.now() + leaseMs };
  };
  const claimOf = ({ leaseUntil: _, ...claim }: Lane): LaneClaim => claim;
  const placeName = ({ workspace, lane, seq, messageId }: Place) => JSON.stringify([workspace, lane, seq, messageId]);

  const port: Lanes = {
    async enter(name, dueAt, leaseMs) {
      const standing = lanes.get(nameOf(name)) ?? empty;
      const next = { ...standing, seq: standing.seq + 1 };
      const now = clock.now();
      const isFree = next.leaseUntil <= now && next.notBefore <= now;
      const entered = isFree ? claimed(next, leaseMs) : { ...next, askedAt: now };
      lanes.set(nameOf(name), entered);
      const dueBefore = dueOf(name);
      due.put(dueRow(name, dueBefore !== undefined && dueBefore < dueAt ? dueBefore : dueAt));
      const notBefore = next.notBefore > now ? next.notBefore : 0;
      const claim = isFree ? claimOf(entered) : undefined;
      return { seq: next.seq, claim, notBefore, mayWait: dueBefore !== undefined };
    },
    async claim(name, leaseMs) {
      const standing = lanes.get(nameOf(name)) ?? empty;
      if (standing.leaseUntil > clock.now()) {
        lanes.set(nameOf(name), { ...standing, seq: standing.seq + 1 });
        return 'held';
      }
      const next = claimed(standing, leaseMs);
      lanes.set(nameOf(name), next);
      return claimOf(next);
    },
    async waiting(name, limit) {
      const mine = [...places.values()].filter((place) => nameOf(place) === nameOf(name));
      return mine.sort((a, b) => a.seq - b.seq || (a.messageId < b.messageId ? -1 : 1)).slice(0, limit);
    },
    async leave(place) {
      places.delete(placeName(place));
    },
    async release(name, { token, seq, askedAt = 0 }, { dueAt, notBefore, paceAt }) {
      const standing = lanes.get(nameOf(name));
      if (standing?.token !== token) return 'lost';
      if (standing.seq !== seq) return { again: { ...claimOf(standing), notBefore, paceAt } };
      lanes.set(nameOf(name), { ...standing, token: '', leaseUntil: 0, notBefore, paceAt });
      if (dueAt !== undefined) due.put(dueRow(name, dueAt));
      else if (askedAt <= clock.now() - mayComeMs) due.remove(dueRow(name, ''));
      return 'released';
    },
  };
  return {
    ...port,
    due,
    put: (place: Place) => void places.set(placeName(place), { ...place }),
    places: () => [...places.values()],
  };
}
