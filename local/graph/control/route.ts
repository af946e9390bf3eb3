import type { Meta } from '../meta.ts';
import type { SettingsBox } from '../settings.ts';
import type { FaultBox } from '../webhooks/faults.ts';
import type { Journal } from '../webhooks/journal.ts';
import type { Post } from '../webhooks/post-once.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';

/** An answer of the control API. */
export type Reply = { status: number; body: unknown };

/** One call to the control API; `body` is the parsed JSON, undefined when there was none. */
export type Call = { method: string; path: string; query: URLSearchParams; body: unknown };

/** What the control API drives. */
export type Controls = {
  settings: SettingsBox;
  faults: FaultBox;
  journal: Journal;
  sender: WebhookSender;
  post: Post;
  meta: Meta;
};

/** `GET /_sim/health` → what answers it. */
export type Routes = Readonly<Record<string, (controls: Controls, call: Call) => Reply | Promise<Reply>>>;

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const refused = (status: number, error: string): Reply => ({ status, body: { error } });
