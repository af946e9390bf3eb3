import type { Message } from '../foundation/core/messages.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { WorkContext } from '../foundation/core/work.ts';
import { collectAddressBook } from './collect-address-book.ts';
import { collectDeletion, collectEdit, collectReaction } from './collect-change.ts';
import { collectIdentity, collectPreference } from './collect-contact.ts';
import { collectContent } from './collect-content.ts';
import type { CollectDoors, Collected } from './collect-doors.ts';
import { collectDelivery, collectRead, collectStatus } from './collect-status.ts';
import { type Arrival, findThread } from './find-thread.ts';
import { channelOf, type FactOf, type InboundFact, readInbound } from './inbound-event.ts';
import { factOfCall, factOfHandover, factOfReferral, mergeThread } from './thread-facts.ts';

type Item = Message<'inboundMessages'>;

/**
 * Keeps one fact of a conversation and tells of it: person, message, thread, then the bus. Done again it leaves the
 * same facts and announces the same ids. Throws `Failure` `malformed` (parked), `busy`, `unavailable` (deferred).
 */
export async function collectFact(item: Item, doors: CollectDoors, context: WorkContext): Promise<void> {
  const { workspace, receiptKey, eventId, asset, occurredAt } = item;
  context.claimed({ key: receiptKey, workspace });
  const { notes } = context;
  notes.fact('kind', item.kind);
  const fact = readInbound(item);
  if (fact.kind === 'noted') return tally(notes, item.channel, 'noted');
  const at = occurredAt ?? item.receivedAt;
  const channel = channelOf(item);
  const collected = await collect(fact, { workspace, receiptKey, eventId, asset, channel, at, notes }, doors);
  const isSaid = fact.kind === 'message' || fact.kind === 'echo' || fact.kind === 'postback';
  if (isSaid && occurredAt !== null) {
    notes.count('InboundMessageAge', Math.max(0, doors.clock.now() - Date.parse(occurredAt)));
  }
  tally(notes, channel, collected === 'kept' ? fact.kind : collected);
}

const tally = (notes: Notes, channel: string, outcome: string) =>
  notes.count('InboundMessages', 1, { channel, outcome });

function collect(fact: InboundFact, arrival: Arrival, doors: CollectDoors): Promise<Collected> {
  switch (fact.kind) {
    case 'message':
    case 'echo':
    case 'postback':
      return collectContent(fact, arrival, doors);
    case 'edit':
      return collectEdit(fact, arrival, doors);
    case 'deletion':
      return collectDeletion(fact, arrival, doors);
    case 'reaction':
      return collectReaction(fact, arrival, doors);
    case 'status':
      return collectStatus(fact, arrival, doors);
    case 'delivery':
      return collectDelivery(fact, arrival, doors);
    case 'read':
      return collectRead(fact, arrival, doors);
    case 'referral':
    case 'handover':
    case 'call':
      return collectTurn(fact, arrival, doors);
    case 'identity-change':
      return collectIdentity(fact, arrival, doors);
    case 'user-preference':
      return collectPreference(fact, arrival, doors);
    case 'app-state-sync':
      return collectAddressBook(fact, arrival, doors);
  }
}

/** What moves only the thread: a way into it, another hand, or a call. The webhooks room has told of it already. */
async function collectTurn(
  fact: FactOf<'referral'> | FactOf<'handover'> | FactOf<'call'>,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<Collected> {
  const { channel, at } = arrival;
  const told = factOfTurn(fact, channel, at);
  if (Object.keys(told).length === 0) return 'noted';
  const name = await findThread(fact, arrival, doors.people);
  if (name === undefined) return 'noted';
  await doors.threads.change(name, (standing) => mergeThread(standing, name, told));
  return 'kept';
}

function factOfTurn(
  fact: FactOf<'referral'> | FactOf<'handover'> | FactOf<'call'>,
  channel: Arrival['channel'],
  at: string,
) {
  if (fact.kind === 'referral') return factOfReferral(fact, channel, at);
  return fact.kind === 'handover' ? factOfHandover(fact, at) : factOfCall(fact, at);
}
