/** A DynamoDB item holds 400 kB: this much for the message, this for an edit, and there is room for the text and facts. */
const contentBytes = 200_000;
const editBytes = 50_000;

/** Longer text than Meta takes anywhere (fact sheet §8: 2,000 characters in Messenger) is cut; its event has it whole. */
const textLength = 20_000;

type Content = Readonly<Record<string, unknown>>;

/** Where each of these stands in a row by itself, or in the thread. */
const elsewhere: ReadonlySet<string> = new Set([
  ...['kind', 'messageId', 'from', 'to', 'standby', 'type', 'text', 'appId', 'phoneNumberId', 'groupId', 'contact'],
  ...['fromUserId', 'fromParentUserId', 'toUserId', 'toParentUserId'],
]);

/** In a group nobody but the message says who wrote it. */
const sender: ReadonlySet<string> = new Set(['from', 'fromUserId', 'fromParentUserId', 'contact']);

/** The rest of what was said, as the webhooks room typed it; of one over 200 kB only where it is. */
export function contentOf(event: Content, eventId: string): Content {
  const inGroup = typeof event.groupId === 'string';
  const kept = Object.entries(event).filter(([name]) => !elsewhere.has(name) || (inGroup && sender.has(name)));
  return unless(contentBytes, Object.fromEntries(kept), eventId);
}

/** What an edit says beside the text; null when that is nothing. */
export function editedContentOf({ attachments = [] }: { readonly attachments?: readonly unknown[] }, eventId: string) {
  return attachments.length === 0 ? null : unless(editBytes, { attachments }, eventId);
}

const unless = (limit: number, content: Content, eventId: string): Content =>
  Buffer.byteLength(JSON.stringify(content)) > limit ? { omitted: true, eventId } : content;

/** What is kept of a text; a character that the cut halves goes. */
export function keptText(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.length > textLength ? text.slice(0, textLength).replace(/[\uD800-\uDBFF]$/, '') : text;
}
