import type { SentMessage } from './sent-messages.ts';

/** What commits come to; `doubled` are texts that one recipient got more than once, `doubles` the first 100 of them. */
export type MessageTotals = {
  commits: number;
  recipients: number;
  doubled: number;
  doubles: string[];
  lostAnswers: number;
};

const MOST_DOUBLES = 100;

/** The sums of these commits. What has no text is told by its metadata, and by neither not at all. */
export function messageTotals(rows: readonly SentMessage[]): MessageTotals {
  const recipients = new Set<string>();
  const seen = new Map<string, { word: string; count: number }>();
  for (const { platform, account, recipient, text, metadata } of rows) {
    const to = JSON.stringify([platform, account, recipient]);
    recipients.add(to);
    const word = text ?? metadata;
    if (word === null) continue;
    const key = `${to}${word}`;
    seen.set(key, { word, count: (seen.get(key)?.count ?? 0) + 1 });
  }
  const doubled = [...seen.values()].filter(({ count }) => count > 1);
  return {
    commits: rows.length,
    recipients: recipients.size,
    doubled: doubled.length,
    doubles: doubled.slice(0, MOST_DOUBLES).map(({ word }) => word),
    lostAnswers: rows.filter(({ lostAnswer }) => lostAnswer).length,
  };
}
