import type { GraphIdentity } from '../identity.ts';
import type { MessagingAccount } from './message-calls.ts';

/** A conversation by the other side's page-scoped or Instagram-scoped id; `metadata` reaches the other app's webhook. */
export interface ControlledThread extends MessagingAccount {
  readonly recipientId: string;
  readonly metadata?: string;
}

/**
 * Conversation Routing: which app may answer (fact sheet §1). Control lapses 24 hours after the last activity. Each
 * throws the `Failure` kinds of `classify-error.ts`.
 */
export interface ThreadControlCalls {
  /** Gives the conversation to another app, Meta's own inboxes among them. */
  passThreadControl(
    identity: GraphIdentity,
    thread: ControlledThread & { readonly targetAppId: string },
  ): Promise<void>;
  /** Takes it back; the default app may, and anybody while it is idle. */
  takeThreadControl(identity: GraphIdentity, thread: ControlledThread): Promise<void>;
  /** Asks the app that has it. */
  requestThreadControl(identity: GraphIdentity, thread: ControlledThread): Promise<void>;
  /** The app that may answer now; null while the conversation is idle. */
  readThreadOwner(
    identity: GraphIdentity,
    thread: Omit<ControlledThread, 'metadata'>,
  ): Promise<{ readonly appId: string | null }>;
}
