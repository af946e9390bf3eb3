import type { Clock } from '../foundation/core/clock.ts';
import type { Bus, Outbox } from '../foundation/core/doors.ts';
import type { GraphIdentity } from '../foundation/core/graph-identity.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { MessageCalls } from '../foundation/meta/edges/message-calls.ts';
import type { WhatsappCalls } from '../foundation/meta/edges/whatsapp-calls.ts';
import type { Lanes } from '../foundation/store/lanes.ts';
import type { MediaUploads } from '../foundation/store/media-uploads.ts';
import type { Messages } from '../foundation/store/messages.ts';
import type { OutboundMessage, OutboundMessages } from '../foundation/store/outbound-messages.ts';
import type { People } from '../foundation/store/people.ts';
import type { Threads } from '../foundation/store/threads.ts';
import type { MessageSpeakers } from './message-speakers.ts';
import type { Permits } from './messaging-window.ts';
import type { MetaMedia } from './meta-media.ts';
import type { OutboundContent } from './outbound-content.ts';
import type { GivenUp } from './token-refused.ts';

/** What telling of a sent message may touch. */
export interface FinishDoors {
  readonly outbound: Pick<OutboundMessages, 'change'>;
  readonly messages: Pick<Messages, 'change'>;
  readonly threads: Pick<Threads, 'change'>;
  readonly people: Pick<People, 'identify'>;
  readonly bus: Bus;
  readonly notes: Notes;
}

/** An upload of ours that a message carries; `type` is the message's. */
export interface CarriedUpload {
  readonly workspace: string;
  readonly mediaId: string;
  readonly type: Extract<OutboundContent, { media: unknown }>['type'];
}

/** For which account an upload is meant, and as whom it is put there. */
export interface MediaTarget {
  readonly channel: OutboundMessage['channel'];
  readonly account: string;
  readonly identity: GraphIdentity;
  /** A bigger file is not brought to WhatsApp now (`unavailable`), bytes. */
  readonly mostBytes: number;
}

/** What one call to Meta stands on. */
export interface CallDoors {
  readonly speakers: MessageSpeakers;
  readonly graph: Pick<MessageCalls, 'sendMessage' | 'sendSenderAction'> &
    Pick<WhatsappCalls, 'sendWhatsappMessage' | 'markWhatsappRead'>;
  /** What our own upload becomes for Meta. Throws `Failure` `not-found`, `invalid-request`, and what the Graph throws. */
  readonly mediaForMeta: (upload: CarriedUpload, target: MediaTarget) => Promise<MetaMedia>;
  /** Which forget what Meta called an upload of ours, when it could not take it. */
  readonly uploads: Pick<MediaUploads, 'forget'>;
  readonly clock: Clock;
  readonly permits: Permits;
  readonly givenUp?: GivenUp | undefined;
  /** How big a file may be that is brought to WhatsApp on the way, bytes. */
  readonly mostUploadBytes: number;
}

/** What sending the messages of a lane may touch. */
export interface DrainDoors extends FinishDoors, CallDoors {
  readonly outbound: Pick<OutboundMessages, 'get' | 'change'>;
  readonly threads: Pick<Threads, 'get' | 'change'>;
  readonly lanes: Lanes;
  readonly outbox: Outbox<'threadWork'>;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** When the function ends, milliseconds since 1970. */
  readonly deadline: number;
}
