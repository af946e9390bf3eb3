import { AccessToken } from '../lambdas/foundation/core/access-token.ts';
import { Failure } from '../lambdas/foundation/core/failure.ts';
import { makeGraph } from '../lambdas/foundation/meta/make-graph.ts';
import { type Called, callMeta, readyCall } from '../lambdas/messaging/call-meta.ts';
import type { MessageSpeaker } from '../lambdas/messaging/message-speakers.ts';
import { saidIn } from '../lambdas/messaging/said-in.ts';
import type { CallDoors } from '../lambdas/messaging/send-doors.ts';
import { wayNow } from '../lambdas/messaging/way-now.ts';
import { now, secret } from './payloads.ts';
import { accounts, type Conversation } from './send-conversations.ts';
import { appId, token } from './send-floor.ts';

const clock = { now: () => now, chance: () => 0.5 };
const nothing = async () => undefined;
const permits = { humanAgent: true };

/** Whose token speaks, as the vault would open it. */
function speakersOf(): CallDoors['speakers'] {
  const app = { appId, kind: 'facebook', appSecret: secret } as const;
  const identity = { app, token: new AccessToken(token), holder: 'page' } as const;
  const speaker = (account: string) => ({ identity, account, holder: 'page' }) as unknown as MessageSpeaker;
  const page = speaker(accounts.messenger.account);
  const number = speaker(accounts.whatsapp.account);
  return { speakerOf: async (_, { kind }) => (kind === 'phone_number' ? number : page), suspect: nothing };
}

/** May it go now, and as what: the window of the thread, and the way through it. Throws `Failure` where it may not. */
const decide = ({ row, thread }: Conversation) => {
  const said = saidIn(row);
  return { said, way: wayNow(row, said, thread, now, permits) };
};

/** The same, as yes or no. */
export function mayGo(conversation: Conversation): boolean {
  try {
    return decide(conversation).way !== undefined;
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'outside-window') return false;
    throw thrown;
  }
}

/**
 * The production road of a message from its row to Meta's answer: what it says is read by its schema, window and way,
 * body, budget, version, proof, socket, usage headers, answer, audit line, now and then a sample. Undefined where the
 * window lets nothing go. Stubbed: tables, vault and ledger, and with them what is written and told afterwards. The calls
 * are of one token, as a unit of work's are: the first of them makes its proof, which is 8 µs more.
 */
export function openSend(origin: string) {
  const doors: CallDoors = {
    clock,
    permits,
    speakers: speakersOf(),
    graph: makeGraph({
      origin,
      clock,
      audit: () => {},
      ledger: { ask: async () => ({ go: true }), record: nothing, readings: async () => [] },
      samples: { share: 0.01, keep: () => {} },
    }),
    mostUploadBytes: 0,
    uploads: { forget: async () => {} },
    mediaForMeta: async () => {
      throw new Error('no upload is among the messages');
    },
  };
  return async (conversation: Conversation): Promise<Called | undefined> => {
    const { row } = conversation;
    try {
      const { said, way } = decide(conversation);
      return await callMeta(row, await readyCall(row, said, way, doors), doors);
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.kind === 'outside-window') return undefined;
      throw thrown;
    }
  };
}
