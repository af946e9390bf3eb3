import type { SendOrder } from '../webhooks/delivery.ts';
import type { Clock } from '../world/clock.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createMediaBox, type MediaBox } from './media-box.ts';
import { createMessageFaults, type MessageFaults } from './message-faults.ts';
import { createSentMessages, type SentMessages } from './sent-messages.ts';
import { type SwitchBox, switchBox } from './switches.ts';
import { createTemplates, type Templates } from './templates.ts';
import { createThreadOwners, type ThreadOwners } from './thread-owners.ts';

/** Everything about messages: what was sent, who wrote, what may be used, and how it behaves. */
export type Messaging = {
  switches: SwitchBox;
  sent: SentMessages;
  faults: MessageFaults;
  inbox: Inbox;
  templates: Templates;
  media: MediaBox;
  owners: ThreadOwners;
  /** Uploads of Pages: `attachment_id` → the Page. */
  uploads: Map<string, string>;
  /** Comments that had their private reply. */
  replied: Set<string>;
  /** Posts webhooks. */
  post(order: SendOrder): void;
};

/** Nothing sent, nobody wrote; the templates of the demo. */
export function createMessaging(clock: Clock, post: (order: SendOrder) => void): Messaging {
  const media = createMediaBox(clock);
  return {
    switches: switchBox(),
    sent: createSentMessages(clock),
    faults: createMessageFaults(),
    inbox: createInbox(clock, media.found),
    templates: createTemplates(),
    media,
    owners: createThreadOwners(clock),
    uploads: new Map(),
    replied: new Set(),
    post,
  };
}

/** Back to the demo's templates, without people, media and uploads; switches, faults and what was sent stay. */
export function resetMessaging({ templates, inbox, media, owners, uploads, replied }: Messaging): void {
  templates.reset();
  for (const part of [inbox, media, owners, uploads, replied]) part.clear();
}
