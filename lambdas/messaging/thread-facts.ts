import { isDeepStrictEqual } from 'node:util';
import { isoTime } from '../foundation/core/clock.ts';
import type { Thread } from '../foundation/store/threads.ts';
import type { FactOf } from './inbound-event.ts';
import { closingFrom } from './messaging-window.ts';

/** Which conversation, whatever is known of it. */
export type ThreadName = Pick<
  Thread,
  'workspace' | 'id' | 'channel' | 'asset' | 'phoneNumberId' | 'personId' | 'groupId'
>;

/** What one event says of its conversation; what it does not say is absent. Times ISO-8601 UTC. */
export interface ThreadFact {
  readonly said?: { readonly at: string; readonly direction: NonNullable<Thread['lastDirection']> };
  readonly opened?: { readonly by: NonNullable<Thread['openedBy']>; readonly at: string };
  /** WhatsApp: the person came from an ad or a Page's button. */
  readonly enteredAt?: string;
  readonly deliveredUpTo?: string;
  readonly readUpTo?: string;
  readonly control?: NonNullable<Thread['control']>;
}

/** The `lastAt` of a thread of which nothing is known yet: before everything. */
export const nothingYet = isoTime(0);

/** The standing thread and a fact together; the order of facts makes no difference, but see `mergeAnswer`. */
export function mergeThread(standing: Thread | undefined, name: ThreadName, fact: ThreadFact): Thread {
  let row = standing ?? emptyThread(name);
  const { said, opened, enteredAt, control } = fact;
  if (opened) row = openedBy(row, opened);
  if (control && (row.control === null || isLater(signOrder(control), signOrder(row.control)))) {
    row = { ...row, control };
  }
  row = {
    ...row,
    deliveredUpTo: latest(row.deliveredUpTo, fact.deliveredUpTo),
    readUpTo: latest(row.readUpTo, fact.readUpTo),
  };
  if (enteredAt) row = entered(row, enteredAt);
  if (said?.direction === 'out') row = mergeAnswer(row, said.at);
  row = { ...row, ...lastOf(row, said) };
  return standing !== undefined && isDeepStrictEqual(standing, row) ? standing : row;
}

/**
 * The latest message counts, and nothing else once there is one, even if it is older. Before that a thread stands where
 * a person would look for it: at the latest that is known of it.
 */
export function lastOf(row: Thread, said?: ThreadFact['said']): Pick<Thread, 'lastAt' | 'lastDirection'> {
  const { lastAt, lastDirection } = row;
  if (said && isLater([said.at, said.direction], isSilent(row) ? [] : [lastAt, lastDirection ?? ''])) {
    return { lastAt: said.at, lastDirection: said.direction };
  }
  if (!isSilent(row)) return { lastAt, lastDirection };
  const signs = [row.openedAt, row.control?.at, row.deliveredUpTo, row.readUpTo];
  return { lastAt: signs.reduce<string>((a, b) => latest(a, b ?? undefined) ?? a, lastAt), lastDirection: null };
}

/** Whether no message was said yet; older rows say so by their time alone. */
const isSilent = ({ lastAt, lastDirection }: Thread) => lastDirection === null || lastAt === nothingYet;

/**
 * A look at the window's end is asked for once, and stays where it is until it was taken: what opens the window again
 * meanwhile costs no write of the due index. Of two the earlier stands, so that their order makes no difference.
 */
function openedBy(row: Thread, { at, by }: NonNullable<ThreadFact['opened']>): Thread {
  const isNews = isLater([at, by], [row.openedAt ?? '', row.openedBy ?? '']);
  const closing = row.groupId === null && (isNews || row.windowDueAt !== null) ? closingFrom(at) : null;
  const windowDueAt = earliest(row.windowDueAt, closing);
  return isNews ? { ...row, openedAt: at, openedBy: by, windowDueAt } : { ...row, windowDueAt };
}

/** Fact sheet §8: what follows an entry is free when the business answers it within 24 h. */
const answerMs = 24 * 3600_000;

const answers = (enteredAt: string, at: string) => at >= enteredAt && Date.parse(at) - Date.parse(enteredAt) < answerMs;

/**
 * The first answer to the latest entry. A message of the business that came before the entry did is told again after
 * it: the row does not remember all of them.
 */
export function mergeAnswer(row: Thread, at: string): Thread {
  if (row.entryAt === null || !answers(row.entryAt, at)) return row;
  const isFirst = row.entryAnsweredAt === null || at < row.entryAnsweredAt;
  return isFirst ? { ...row, entryAnsweredAt: at } : row;
}

function entered(row: Thread, enteredAt: string): Thread {
  if (row.entryAt !== null && enteredAt <= row.entryAt) return row;
  const { entryAnsweredAt } = row;
  const still = entryAnsweredAt !== null && answers(enteredAt, entryAnsweredAt);
  return { ...row, entryAt: enteredAt, entryAnsweredAt: still ? entryAnsweredAt : null };
}

/** What a message, or a postback, says of its conversation. */
export function factOfContent(
  fact: FactOf<'message'> | FactOf<'echo'> | FactOf<'postback'>,
  channel: Thread['channel'],
  at: string,
): ThreadFact {
  const control = signOf(fact, channel, at);
  if (fact.kind === 'echo') return { said: { at, direction: 'out' }, control };
  const said = { at, direction: 'in' } as const;
  if (fact.kind === 'postback') return { said, opened: { by: 'postback', at }, control };
  const enters = channel === 'whatsapp' && fact.referral !== undefined;
  return { said, opened: { by: openerOf(fact), at }, control, ...(enters && { enteredAt: at }) };
}

/** A reply to a story, or its mention, is a message that Meta counts by itself. */
function openerOf({ replyTo, attachments }: FactOf<'message'>): 'message' | 'story' {
  const replies = replyTo?.storyId !== undefined || replyTo?.storyUrl !== undefined;
  return replies || attachments.some(({ type }) => type === 'story_mention') ? 'story' : 'message';
}

/**
 * What a call says: the window is opened by a person's (fact sheet §8), whether or not somebody takes it, and by none
 * of the business's. That it ended, and what became of it, opens nothing again.
 */
export const factOfCall = ({ event, direction }: FactOf<'call'>, at: string): ThreadFact =>
  event === 'connect' && direction !== 'BUSINESS_INITIATED' ? { opened: { by: 'call', at } } : {};

/** What a referral without a message says. */
export const factOfReferral = (fact: FactOf<'referral'>, channel: Thread['channel'], at: string): ThreadFact => ({
  opened: { by: 'referral', at },
  control: signOf(fact, channel, at),
});

/**
 * Who holds the thread, by the list that the event stood in: `standby` is what Meta gives an app that does not, and
 * `messaging` one that does, or that nobody has to. WhatsApp has no such thing.
 */
function signOf(fact: { readonly standby?: boolean }, channel: Thread['channel'], at: string): ThreadFact['control'] {
  if (channel === 'whatsapp') return undefined;
  return { holder: fact.standby ? 'other' : 'ours', appId: null, at };
}

/** The inbox of a Page, and of Instagram (fact sheet §1): apps of Meta's, so never ours. */
const inboxApps: ReadonlySet<string | undefined> = new Set(['263902037430900', '1217981644879628']);

/**
 * Who holds the thread after it changed hands. Which app ids are ours is a secret's to know, so what we do not know
 * counts by the list again: a thread that is passed, told in `messaging`, is passed to us unless an inbox is named.
 * One that is taken is taken from whoever held it, and the new holder is told by nobody: another app's, until the next
 * message says otherwise. A wish and the roles of apps move nothing.
 */
export function factOfHandover(fact: FactOf<'handover'>, at: string): ThreadFact {
  const { action, newOwnerAppId: appId = null, standby = false } = fact;
  if (action === 'request' || action === 'app_roles') return {};
  const isOurs = action === 'pass' && !standby && !inboxApps.has(appId ?? undefined);
  return { control: { holder: isOurs ? 'ours' : 'other', appId, at } };
}

const emptyThread = ({ workspace, id, channel, asset, phoneNumberId, personId, groupId }: ThreadName): Thread => ({
  ...{ workspace, id, channel, asset, phoneNumberId, personId, groupId },
  ...{ lastAt: nothingYet, lastDirection: null, openedBy: null, openedAt: null, windowDueAt: null },
  ...{ entryAt: null, entryAnsweredAt: null, deliveredUpTo: null, readUpTo: null, control: null },
});

const latest = (a: string | null, b: string | undefined) => (b !== undefined && (a === null || b > a) ? b : a);

const earliest = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a);

/** At one moment the change of hands, which names an app, says more than a message. */
const signOrder = ({ at, appId, holder }: NonNullable<Thread['control']>) => [at, appId ?? '', holder];

/** Whether `a` comes after `b`, part by part, so that two facts of one moment do not depend on their order. */
function isLater(a: readonly string[], b: readonly string[]): boolean {
  const at = a.findIndex((part, place) => part !== b[place]);
  return (a[at] ?? '') > (b[at] ?? '');
}
