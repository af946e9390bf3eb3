import { isoTime } from '../foundation/core/clock.ts';
import type { Thread } from '../foundation/store/threads.ts';

/** One window; `until` is ISO-8601 UTC, also of one that is shut, null where there was none. At `until` it is shut. */
export interface Window {
  readonly open: boolean;
  readonly until: string | null;
}

/** What may be sent into a thread now, and until when. */
export interface MessagingWindow {
  readonly channel: Thread['channel'];
  /** Anything of the business's own. */
  readonly standard: Window;
  /** What a human wrote, by an app that Meta gave the permission for it. */
  readonly humanAgent: Window;
  /** What may go out whatever the windows say: a template that Meta approved. */
  readonly template: 'utility-template' | 'message-template' | null;
  /** WhatsApp: nothing costs anything until then (ISO-8601); null where it does. It opens nothing. */
  readonly freeOfChargeUntil: string | null;
  /** Whether there is any way at all. */
  readonly mayAnswer: boolean;
  /** The ways, in Meta's words. */
  readonly allowed: readonly Way[];
  /** Why, in one sentence for people. */
  readonly reason: string;
}

/**
 * Ways to send: `messaging_type` and `tag` of Messenger and Instagram; what WhatsApp's prices call a free answer, and
 * its templates.
 */
export const ways = ['RESPONSE', 'MESSAGE_TAG/HUMAN_AGENT', 'UTILITY', 'service', 'template'] as const;

/** One way to send. */
export type Way = (typeof ways)[number];

const hour = 3600_000;

/** Fact sheet §8: a free reply for 24 h after the person's last message, on every channel. */
const standardMs = 24 * hour;
/** Fact sheet §8: `MESSAGE_TAG` + `HUMAN_AGENT`, 7 days, Messenger and Instagram; §1: the only tag that remains. */
const humanAgentMs = 7 * 24 * hour;
/** Fact sheet §8: all is free for 72 h, opened by an answer within 24 h of an entry by an ad or a Page's button. */
const freeMs = 72 * hour;
const entryMs = 24 * hour;
/** Fact sheet §1, Conversation Routing: 24 h after inactivity nobody holds the thread, and the default app alone may send. */
const controlMs = 24 * hour;

/** How long before its end a window counts as closing, so that somebody may still answer, in milliseconds. */
export const closingMs = hour;

/** What each channel has. Templates: fact sheet §8; `UTILITY` is Messenger's alone (§1). */
const channels = {
  messenger: { answer: 'RESPONSE', humanAgent: true, template: { kind: 'utility-template', way: 'UTILITY' } },
  instagram: { answer: 'RESPONSE', humanAgent: true, template: null },
  whatsapp: { answer: 'service', humanAgent: false, template: { kind: 'message-template', way: 'template' } },
} as const satisfies Record<Thread['channel'], ChannelRule>;

interface ChannelRule {
  readonly answer: Way;
  readonly humanAgent: boolean;
  readonly template: { readonly kind: 'utility-template' | 'message-template'; readonly way: Way } | null;
}

const never: Window = { open: false, until: null };

/** What Meta allowed this stage's apps beyond what every app may. */
export interface Permits {
  /** The feature Human Agent (App Review): without it Meta refuses the tag (fact sheet §3, 100/2018276). */
  readonly humanAgent: boolean;
}

/** What may be sent into a thread at `now` (milliseconds since 1970). Pure, and total: what is no time opens nothing. */
export function messagingWindow(thread: Thread, now: number, permits: Permits): MessagingWindow {
  const { channel } = thread;
  const rule: ChannelRule = channels[channel];
  const opened = openedAtOf(thread);
  const standard = standardWindow(thread, now);
  const human = rule.humanAgent ? windowFrom(opened, humanAgentMs, now) : never;
  const humanAgent = permits.humanAgent ? human : never;
  const template = templateOf(thread)?.kind ?? null;
  const control = controlOf(thread, now);
  const allowed = allowedWays(thread, now, permits);
  return {
    channel,
    standard,
    humanAgent,
    template,
    freeOfChargeUntil: freeOfChargeUntil(thread, now),
    mayAnswer: allowed.length > 0,
    allowed,
    reason: reasonOf(thread, {
      standard,
      humanAgent,
      template,
      control,
      unpermitted: humanAgent === human ? never : human,
    }),
  };
}

/** The 24 hours of `messagingWindow` alone. */
export const standardWindow = (thread: Thread, now: number): Window => windowFrom(openedAtOf(thread), standardMs, now);

/** The ways of `messagingWindow` alone: who sends needs nothing else, and the words cost more than the rule. */
export function allowedWays(thread: Thread, now: number, permits: Permits): readonly Way[] {
  if (controlOf(thread, now) === 'other') return [];
  const rule: ChannelRule = channels[thread.channel];
  const opened = openedAtOf(thread);
  const template = templateOf(thread);
  const allowed: Way[] = [];
  if (isOpen(endOf(opened, standardMs), now)) allowed.push(rule.answer);
  if (permits.humanAgent && rule.humanAgent && isOpen(endOf(opened, humanAgentMs), now))
    allowed.push('MESSAGE_TAG/HUMAN_AGENT');
  if (template) allowed.push(template.way);
  return allowed;
}

/** The fact sheet knows that there are groups (§7) and no rule about answering one (§8). */
const openedAtOf = ({ groupId, openedAt }: Thread) => (groupId === null ? openedAt : null);
const templateOf = ({ groupId, channel }: Thread) => (groupId === null ? channels[channel].template : null);

const isOpen = (until: number | null, now: number) => until !== null && now < until;

function windowFrom(openedAt: string | null, lastsMs: number, now: number): Window {
  const until = endOf(openedAt, lastsMs);
  return until === null ? never : { open: isOpen(until, now), until: isoTime(until) };
}

/** When the window of 24 hours that was opened then begins to close (ISO-8601); null where there is none. */
export function closingFrom(openedAt: string | null): string | null {
  const from = endOf(openedAt, standardMs - closingMs);
  return from === null ? null : isoTime(from);
}

/** The last millisecond that a `Date` can be. */
const lastTime = 8.64e15;

/** Milliseconds since 1970, null where there is no beginning. */
function endOf(from: string | null, lastsMs: number): number | null {
  const end = Date.parse(from ?? '') + lastsMs;
  return Number.isNaN(end) || end > lastTime ? null : end;
}

function freeOfChargeUntil({ channel, groupId, entryAt, entryAnsweredAt }: Thread, now: number): string | null {
  if (channel !== 'whatsapp' || groupId !== null || entryAt === null) return null;
  const waited = Date.parse(entryAnsweredAt ?? '') - Date.parse(entryAt);
  const until = waited >= 0 && waited < entryMs ? endOf(entryAnsweredAt, freeMs) : null;
  return until !== null && now < until ? isoTime(until) : null;
}

/**
 * `idle`: the other app let 24 h go by without a message or a change of hands, so nobody holds the thread, unless it
 * had its control extended (at most 7 days), which nobody tells us. Of a thread that is ours nothing is said: every
 * message that comes to us makes it ours, also on a Page where apps do not hand threads to each other.
 */
type Control = 'free' | 'other' | 'idle';

function controlOf({ control, lastAt, lastDirection }: Thread, now: number): Control {
  if (control?.holder !== 'other') return 'free';
  const signs = lastDirection === null ? [control.at] : [control.at, lastAt];
  const ends = signs.map((at) => endOf(at, controlMs)).filter((end) => end !== null);
  return ends.length > 0 && ends.every((end) => now >= end) ? 'idle' : 'other';
}

interface Standing extends Pick<MessagingWindow, 'standard' | 'humanAgent' | 'template'> {
  readonly control: Control;
  /** The seven days that a human would have with the feature Human Agent. */
  readonly unpermitted: Window;
}

function reasonOf(thread: Thread, { control, ...windows }: Standing): string {
  if (thread.groupId !== null) return 'This is a group, and no rule of Meta’s is known for answering one.';
  const app = thread.control?.appId ? `Another app (${thread.control.appId})` : 'Another app';
  if (control === 'other') return `${app} holds the thread, and alone may answer until it hands the thread over.`;
  const said = windowReason(windows);
  return control === 'idle' ? `${said}; ${idleWords}.` : `${said}.`;
}

const idleWords =
  'nobody holds the thread after 24 hours of silence, so only the default app may send, and whether that is ours is ' +
  'not known here';

const templateWords = {
  'utility-template': 'only a UTILITY message of an approved template may go out',
  'message-template': 'only an approved template may go out',
} as const;

function windowReason({ standard, humanAgent, template, unpermitted }: Omit<Standing, 'control'>): string {
  const otherwise = template ? templateWords[template] : 'nothing may go out until the person does something';
  if (standard.open) return `The window of 24 hours is open: a free answer may go out until ${standard.until}`;
  if (standard.until === null) return `The person has not opened a window yet: ${otherwise}`;
  if (unpermitted.open)
    return `The window has been over since ${standard.until}: ${otherwise}; ${permitWords(unpermitted)}`;
  if (!humanAgent.open) return `The window has been over since ${humanAgent.until ?? standard.until}: ${otherwise}`;
  return `The 24 hours are over: what a human wrote may go out until ${humanAgent.until}; else ${otherwise}`;
}

const permitWords = ({ until }: Window) =>
  `what a human wrote could go out until ${until} with Meta’s feature Human Agent, which this stage has not (humanAgent)`;
