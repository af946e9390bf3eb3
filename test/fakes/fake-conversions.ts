import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Conversion, ConversionKey, Conversions } from '../../lambdas/foundation/store/conversions.ts';
import { ConversionRow } from '../../lambdas/foundation/store/entities/conversion.ts';

const dayMs = 24 * 3600_000;

/** The log of conversion events in memory: passes the same suite as the adapter, and shows all its rows. */
export function fakeConversions(clock: Clock, retentionDays = 30) {
  const rows = new Map<string, Conversion>();
  const nameOf = ({ workspace, eventId, pixel, eventName }: ConversionKey) =>
    JSON.stringify([workspace, eventId, pixel, eventName]);
  const live = (key: ConversionKey) => {
    const row = rows.get(nameOf(key));
    return row && Date.parse(row.acceptedAt) + retentionDays * dayMs > clock.now() ? structuredClone(row) : undefined;
  };
  const change = (row: Conversion, to: Partial<Conversion>) => {
    // As a row holds it: without what is undefined.
    const kept: Conversion = JSON.parse(JSON.stringify({ ...row, ...to }));
    rows.set(nameOf(row), kept);
  };
  const conversions: Conversions = {
    async find(keys) {
      const names = new Map(keys.map((key) => [nameOf(key), key]));
      return [...names.values()].flatMap((key) => live(key) ?? []);
    },
    async put(all) {
      for (const row of all) change(row, {});
    },
    async list(workspace, eventId) {
      const order = (row: Conversion) => ConversionRow.key(row).sk;
      return [...rows.values()]
        .filter((row) => row.workspace === workspace && row.eventId === eventId)
        .flatMap((row) => live(row) ?? [])
        .sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
    async claim(key, token) {
      const row = live(key);
      if (row === undefined) return 'absent';
      if (row.state === 'delivered') return 'delivered';
      if (row.state === 'sending' && row.claimToken !== token) return 'sending';
      change(row, { state: 'sending', claimToken: token, updatedAt: isoTime(clock.now()) });
      return 'mine';
    },
    async release(key, token) {
      const row = live(key);
      if (row?.state !== 'sending' || row.claimToken !== token) return;
      change(row, { state: 'accepted', claimToken: undefined, updatedAt: isoTime(clock.now()) });
    },
  };
  return { ...conversions, rows: () => [...rows.values()].map((row) => structuredClone(row)) };
}
