import { isDeepStrictEqual } from 'node:util';
import { bundled } from './bundled.ts';
import { figureOf, type Report } from './figure.ts';
import { type Effort, type Measured, race } from './measure.ts';
import { bodyOf, bodyWithEntries, webhookEvent } from './payloads.ts';

const cases = { one: () => bodyOf(1_500), hundred: () => bodyWithEntries(100) };

/** Bundled as they are deployed, so that no loader stands between. */
export function openRace(body: string) {
  const { openIngest } = bundled<typeof import('./ingest-subject.ts')>('./ingest-subject.ts');
  const { ingestFloor, taken } = bundled<typeof import('./ingest-floor.ts')>('./ingest-floor.ts');
  const event = webhookEvent(body);
  const { ingest, batches } = openIngest();
  return {
    contender: () => ingest(event),
    floor: () => taken(ingestFloor(event)),
    /** Throws unless both make the same batch entries. */
    async agree(): Promise<number> {
      await ingest(event);
      const ours: unknown = JSON.parse(JSON.stringify(batches()));
      const plain = ingestFloor(event);
      if (!isDeepStrictEqual(ours, plain)) throw new Error('ingest and its floor do not make the same entries');
      return plain.flat().length;
    },
  };
}

/** What accepting one POST costs, against the least that it can cost. */
export async function ingest(effort: Effort): Promise<Report> {
  const figures = [];
  const notes = [];
  for (const [name, body] of Object.entries(cases)) {
    const one = openRace(body());
    await one.agree();
    const measured = await race(one.contender, one.floor, effort);
    figures.push(figureOf(`ingest/${name}`, measured.ratio, 'x'));
    notes.push({ name: `ingest/${name}`, text: told(measured, 'POST') });
  }
  return { figures, notes, skipped: [] };
}

/** A measurement in words. */
export const told = ({ contenderUs, floorUs, rounds, iterations }: Measured, what: string): string =>
  `${contenderUs.toFixed(1)} µs a ${what}, floor ${floorUs.toFixed(1)} µs; ${rounds} rounds, ${iterations} calls each`;
