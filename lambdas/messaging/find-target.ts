import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import { parseAsset } from '../foundation/core/ids.ts';
import type { Assets } from '../foundation/store/assets.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { People } from '../foundation/store/people.ts';
import type { Thread, Threads } from '../foundation/store/threads.ts';
import { noNames } from './aliases-of.ts';
import { demandThread } from './list-threads.ts';
import { commentLaneOf, threadIdOf } from './message-id.ts';
import { checkRecipient, type Recipient } from './recipient.ts';
import { recipientAliases } from './recipient-aliases.ts';
import type { SendRequest } from './send-request.ts';
import type { ThreadName } from './thread-facts.ts';
import { emptyThreadOf } from './way-now.ts';

/** What finding may touch. */
export interface TargetDoors {
  readonly threads: Pick<Threads, 'get'>;
  readonly people: Pick<People, 'get' | 'identify' | 'byAlias'>;
  readonly assets: Pick<Assets, 'get'>;
  readonly clock: Clock;
}

/** Where a message goes: by which account, to whom, and in whose conversation. */
export interface Target
  extends Pick<OutboundMessage, 'channel' | 'asset' | 'phoneNumberId' | 'threadId' | 'personId' | 'lane'> {
  readonly recipient: Recipient;
  /** As it stands, or empty where nobody has said anything yet. */
  readonly thread: Thread;
  /** The ids of the recipient, to be kept once the message is; undefined: all is known. */
  readonly aliases?: readonly string[];
}

type Asked = Pick<SendRequest, 'from' | 'to' | 'threadId'>;

/**
 * Where a request wants its message to go. Throws `Failure` `not-found` for a thread or an account that the workspace
 * has not, `invalid-request` for one that cannot be answered, `unavailable`.
 */
export async function findTarget(
  workspace: string,
  { from, to, threadId }: Asked,
  doors: TargetDoors,
): Promise<Target> {
  if (threadId !== undefined) return inThread(await demandThread(workspace, threadId, doors.threads), from, doors);
  if (to === undefined || from === undefined) throw refused('body.to', 'name a thread, or an account and a recipient');
  const place = await placeOf(workspace, from, doors);
  checkRecipient(to, place.channel);
  return to.commentId === undefined
    ? toPerson(workspace, place, to, doors)
    : toComment(workspace, place, to, to.commentId);
}

type Place = Pick<Target, 'channel' | 'asset' | 'phoneNumberId'>;

const refused = (path: string, reason: string) =>
  new Failure('invalid-request', reason, { errors: [{ path, reason }] });

/** Whose conversations an account holds; a WhatsApp number's are filed under its WhatsApp account. */
async function placeOf(workspace: string, from: string, { assets }: TargetDoors): Promise<Place> {
  const ref = parseAsset(from);
  if (ref?.kind === 'page') return { channel: 'messenger', asset: from, phoneNumberId: null };
  if (ref?.kind === 'instagram') return { channel: 'instagram', asset: from, phoneNumberId: null };
  if (ref?.kind !== 'phone_number')
    throw refused('body.from', 'must be page:<id>, instagram:<id> or phone_number:<id>');
  const parent = (await assets.get(workspace, ref))?.discovery?.parent;
  if (!parent) throw new Failure('not-found', 'this workspace has not linked the number');
  return { channel: 'whatsapp', asset: parent, phoneNumberId: ref.id };
}

async function toPerson(workspace: string, place: Place, recipient: Recipient, doors: TargetDoors): Promise<Target> {
  const aliases = recipientAliases(place, recipient);
  for (const alias of aliases) {
    const person = await doors.people.byAlias(workspace, alias);
    if (person) return { ...(await withPerson(workspace, place, person.id, doors)), recipient, aliases };
  }
  const stranger = { threadId: null, personId: null, lane: '' };
  const thread = emptyThreadOf({ workspace, id: '', ...place, personId: null, groupId: null });
  return { ...place, ...stranger, recipient, thread, aliases };
}

async function withPerson(workspace: string, place: Place, personId: string, { threads }: TargetDoors) {
  const account = place.phoneNumberId ?? place.asset;
  const id = threadIdOf({ channel: place.channel, account, personId });
  const name: ThreadName = { workspace, id, ...place, personId, groupId: null };
  const thread = (await threads.get(name)) ?? emptyThreadOf(name);
  return { ...place, threadId: id, personId, lane: id, thread };
}

/** Keeps whose message it is, now that it is taken: of a request that is refused nobody is remembered. Throws `busy`. */
export async function keptTarget(workspace: string, target: Target, doors: TargetDoors): Promise<Target> {
  const { aliases, personId } = target;
  if (aliases === undefined) return target;
  const { person } = await doors.people.identify(workspace, aliases, noNames, isoTime(doors.clock.now()));
  if (person.id === personId) return target;
  return { ...target, ...(await withPerson(workspace, target, person.id, doors)) };
}

/** Nobody knows whose comment it is until Meta has taken the reply. */
function toComment(workspace: string, place: Place, recipient: Recipient, commentId: string): Target {
  const lane = commentLaneOf(place.asset, commentId);
  const nobody = { threadId: null, personId: null };
  return {
    ...place,
    ...nobody,
    lane,
    recipient,
    thread: emptyThreadOf({ workspace, id: lane, ...place, personId: null, groupId: null }),
  };
}

/** Answers a conversation: by its own account, to whoever its person is today. */
async function inThread(thread: Thread, from: string | undefined, { people }: TargetDoors): Promise<Target> {
  const { workspace, id, channel, asset, phoneNumberId, personId } = thread;
  const own = phoneNumberId === null ? asset : `phone_number:${phoneNumberId}`;
  if (from !== undefined && from !== own) throw refused('body.from', `the thread is held on ${own}`);
  if (channel === 'whatsapp' && phoneNumberId === null)
    throw refused('body.threadId', 'no number is known of this thread');
  const person = personId === null ? undefined : await people.get(workspace, personId);
  if (person === undefined)
    throw refused('body.threadId', 'this is a group, or nobody is known behind it: it cannot be answered');
  const held = person.aliases.flatMap(({ alias, until }) => (until === null ? [alias] : []));
  const recipient = recipientIn(thread, held);
  if (recipient === undefined) throw refused('body.threadId', 'its person has no id by which they can be reached');
  return { channel, asset, phoneNumberId, threadId: id, personId, lane: id, recipient, thread };
}

/** The newest id of each kind stands last. */
function recipientIn({ channel, asset }: Thread, aliases: readonly string[]): Recipient | undefined {
  const value = (prefix: string) => aliases.findLast((alias) => alias.startsWith(prefix))?.slice(prefix.length);
  if (channel === 'whatsapp') {
    const [phone, userId] = [value('wa:'), value('bsuid:')];
    return phone !== undefined ? { phone } : userId !== undefined ? { userId } : undefined;
  }
  const id = value(`${channel === 'messenger' ? 'psid' : 'igsid'}:${asset.slice(asset.indexOf(':') + 1)}:`);
  return id === undefined ? undefined : { id };
}
