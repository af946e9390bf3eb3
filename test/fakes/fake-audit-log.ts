import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import type { AuditLine, AuditLog } from '../../lambdas/foundation/store/audit-log.ts';

const lifeMs = 400 * 24 * 3600_000;

/** The audit log in memory: passes the same suite as the adapter, and shows all its lines. */
export function fakeAuditLog(clock: Clock) {
  const lines: AuditLine[] = [];
  const log: AuditLog = {
    async append(line) {
      lines.push(structuredClone(line));
    },
    async list(workspace, limit, after) {
      const found = lines
        .map((line, at) => ({ line, place: `${line.at}#${String(at).padStart(9, '0')}` }))
        .filter(({ line }) => line.workspace === workspace && Date.parse(line.at) + lifeMs > clock.now())
        .filter(({ place }) => after === undefined || place < after)
        .sort((a, b) => (a.place > b.place ? -1 : 1));
      const page = found.slice(0, limit);
      return {
        lines: page.map(({ line }) => structuredClone(line)),
        next: found.length > limit ? (page.at(-1)?.place ?? null) : null,
      };
    },
  };
  return { ...log, lines: () => lines.map((line) => structuredClone(line)) };
}
