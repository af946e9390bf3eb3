import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { ByteStream } from '../../../lambdas/foundation/core/media-doors.ts';
import type { WorkContext } from '../../../lambdas/foundation/core/work.ts';
import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import { type FetchDoors, fetchMedia } from '../../../lambdas/messaging/fetch-media.ts';
import type { MessageSpeaker } from '../../../lambdas/messaging/message-speakers.ts';
import { byteStream } from '../../fakes/byte-stream.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeMediaBucket } from '../../fakes/fake-media-bucket.ts';
import { fakeMessages } from '../../fakes/fake-messages.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { aMessage } from './rows.ts';

/** What an address gives: bytes, or what is thrown. */
export type Answer = Buffer | Failure;

/** The message of these tests, under a real id. */
export const messageId = `m_${'ab'.repeat(16)}`;

const app = { appId: '10001', kind: 'facebook', appSecret: 'not-a-real-secret' } as const;
const identity = { app, token: new AccessToken('EAAfake') };

/** A message that a person sent, with these attachments. */
export const withMedia = (attachments: readonly object[], over: Partial<StoredMessage> = {}) =>
  aMessage({ id: messageId, text: null, type: 'image', content: { attachments }, ...over });

/** Everything that fetching touches. `at` gives what lies at an address; what is `asked` comes in its order. */
export function mediaWorld(message: StoredMessage) {
  const clock = fakeClock(Date.parse(message.at ?? '') + 1000);
  const messages = fakeMessages(clock);
  const bucket = fakeMediaBucket(clock);
  const notes = fakeNotes();
  const at = new Map<string, Answer>();
  const media = new Map<string, string | Failure>();
  const asked: string[] = [];
  const held: unknown[] = [];
  const speaking: { failure?: Failure } = {};
  const open =
    (how: string) =>
    async (url: string): Promise<ByteStream> => {
      asked.push(`${how} ${url}`);
      const answer = at.get(url) ?? new Failure('not-found', 'nothing lies there');
      if (answer instanceof Failure) throw answer;
      return byteStream(answer, { mimeType: 'image/jpeg' });
    };
  const doors = {
    messages,
    bucket,
    clock,
    deadline: clock.now() + 120_000,
    files: (url, { family, capBytes, wholeMs }) => open(`${family} ${capBytes} ${wholeMs}`)(url),
    graph: {
      readMedia: async (_identity, mediaId) => {
        asked.push(`read ${mediaId}`);
        const url = media.get(mediaId) ?? new Failure('meta-rejected', 'no such medium');
        if (url instanceof Failure) throw url;
        return { url, mimeType: null, sha256: null, fileSize: null };
      },
      downloadMedia: async (_identity, { url }) => open('token')(url),
    },
    speakers: {
      speakerOf: async (workspace, { kind, id }) => {
        asked.push(`speaker ${workspace} ${kind}:${id}`);
        if (speaking.failure) throw speaking.failure;
        return { identity, account: id } as MessageSpeaker;
      },
      suspect: async () => {
        asked.push('suspect');
      },
    },
  } satisfies FetchDoors;
  const context: WorkContext = {
    ...{ notes, clock, firstSeenAt: message.at ?? '', hops: 0, deadline: doors.deadline },
    claimed: (receipt) => {
      held.push(receipt);
    },
  };
  const item = { workspace: message.workspace, messageId: message.id };
  const fetch = (over: Partial<FetchDoors> = {}) => fetchMedia(item, { ...doors, ...over }, context);
  const row = () => messages.get(message);
  const outcomes = () => notes.counts.map(({ metric, tags }) => `${metric} ${tags.outcome}`);
  const start = async () => {
    await messages.change(message, () => message);
  };
  return { clock, messages, bucket, notes, at, media, asked, held, speaking, doors, fetch, row, outcomes, start };
}
