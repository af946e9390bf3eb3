import { isoTime } from '../foundation/core/clock.ts';
import { whatsappAliases } from './aliases-of.ts';
import type { CollectDoors, Collected } from './collect-doors.ts';
import type { Arrival } from './find-thread.ts';
import type { FactOf } from './inbound-event.ts';

type Entry = FactOf<'app-state-sync'>['entries'][number];

/** People looked up at the same time: a business may share its whole address book. */
const atOnce = 10;

/**
 * The address book of a business that uses WhatsApp's app beside the API gives people their names, also those who have
 * not written yet. The name that somebody goes by themselves stays; one that is taken out of the book keeps theirs.
 */
export async function collectAddressBook(
  { entries }: FactOf<'app-state-sync'>,
  arrival: Arrival,
  doors: Pick<CollectDoors, 'people'>,
): Promise<Collected> {
  const named = entries.flatMap((entry) => namedIn(entry) ?? []);
  for (let from = 0; from < named.length; from += atOnce) {
    await Promise.all(named.slice(from, from + atOnce).map((one) => nameOne(one, arrival, doors)));
  }
  return named.length === 0 ? 'noted' : 'kept';
}

interface Named {
  readonly alias: string;
  readonly name: string;
  readonly at: string | undefined;
}

function namedIn({ type, action, contact, metadata }: Entry): Named | undefined {
  const [alias] = whatsappAliases({ waId: contact?.phone_number });
  const name = contact?.full_name || contact?.first_name;
  if (type !== 'contact' || action === 'remove' || alias === undefined || !name) return undefined;
  return { alias, name, at: timeOf(metadata?.timestamp) };
}

/** Whole seconds since 1970, in ten digits for some hundred years yet. */
const timeOf = (timestamp: string | undefined) =>
  timestamp !== undefined && /^\d{1,10}$/.test(timestamp) ? isoTime(Number(timestamp) * 1000) : undefined;

async function nameOne({ alias, name, at }: Named, arrival: Arrival, { people }: Pick<CollectDoors, 'people'>) {
  const { workspace } = arrival;
  const then = at ?? arrival.at;
  const known = await people.byAlias(workspace, alias, then);
  if (known !== undefined && known.name !== null) return;
  await people.identify(workspace, [alias], { name, username: null }, then);
}
