import type { Clock } from '../world/clock.ts';
import type { Platform } from './message-ids.ts';

/** One commit: Meta took it, whatever became of the answer. */
export type SentMessage = {
  id: string;
  /** Number over all commits, and over those of this account to this recipient; both begin with 1. */
  order: number;
  nth: number;
  platform: Platform;
  /** The Page, the Instagram account or the WhatsApp number. */
  account: string;
  recipient: string;
  /** `text`, `image`, `template` … */
  type: string;
  /** The whole text, body or caption; null when there is none. */
  text: string | null;
  /** Messenger's and Instagram's `metadata`, WhatsApp's `biz_opaque_callback_data`. */
  metadata: string | null;
  messagingType: string | null;
  tag: string | null;
  /** The id in the journal of calls, and the app that called. */
  call: string;
  app: string;
  /** Simulated ms since 1970. */
  at: number;
  /** The caller did not learn of it. */
  lostAnswer: boolean;
  /** A status of WhatsApp will say so. */
  failed: number | null;
  /** The whole message as JSON; null when 2,000 others came since. */
  body: string | null;
};

/** A commit before it has its numbers. */
export type NewMessage = Omit<SentMessage, 'order' | 'nth' | 'at' | 'lostAnswer'>;

/** Which commits are wanted; `nonce` is the whole text or the whole metadata, `contains` a part of either. */
export type MessageFilter = {
  nonce?: string;
  contains?: string;
  account?: string;
  recipient?: string;
  platform?: string;
  /** Commits after this order number. */
  after?: number;
};

/** The record of what was committed; `request` is only known again by `lose`. */
export type SentMessages = {
  commit(message: NewMessage, request: object): SentMessage;
  /** The answer of this request never arrived; nothing happens when it committed nothing. */
  lose(request: object): void;
  rows(filter?: MessageFilter): SentMessage[];
  /** Commits beyond the 200,000 that are kept. */
  forgotten(): number;
  clear(): void;
};

const KEPT = 200_000;
const MOST_BODIES = 2000;

/** An empty record. */
export function createSentMessages(clock: Clock): SentMessages {
  let rows: SentMessage[] = [];
  let open = new WeakMap<object, SentMessage[]>();
  let bodies: SentMessage[] = [];
  let order = 0;
  let forgotten = 0;
  const counts = new Map<string, number>();
  const forget = () => {
    for (const row of bodies.splice(0, Math.max(0, bodies.length - MOST_BODIES))) row.body = null;
    if (rows.length <= KEPT) return;
    forgotten += KEPT / 10;
    rows = rows.slice(KEPT / 10);
  };
  return {
    commit: (message, request) => {
      const key = JSON.stringify([message.platform, message.account, message.recipient]);
      const nth = (counts.get(key) ?? 0) + 1;
      counts.set(key, nth);
      order += 1;
      const row: SentMessage = { ...message, order, nth, at: clock.now(), lostAnswer: false };
      rows.push(row);
      bodies.push(row);
      open.set(request, [...(open.get(request) ?? []), row]);
      forget();
      return row;
    },
    lose: (request) => {
      for (const row of open.get(request) ?? []) row.lostAnswer = true;
      open.delete(request);
    },
    rows: (filter = {}) => rows.filter((row) => fits(row, filter)),
    forgotten: () => forgotten,
    clear: () => {
      [rows, bodies, order, forgotten] = [[], [], 0, 0];
      open = new WeakMap();
      counts.clear();
    },
  };
}

function fits(row: SentMessage, { nonce, contains, after, ...same }: MessageFilter): boolean {
  const words = [row.text, row.metadata];
  if (nonce !== undefined && !words.includes(nonce)) return false;
  if (contains !== undefined && !words.some((one) => one?.includes(contains))) return false;
  if (after !== undefined && row.order <= after) return false;
  return (['account', 'recipient', 'platform'] as const).every(
    (name) => same[name] === undefined || same[name] === row[name],
  );
}
