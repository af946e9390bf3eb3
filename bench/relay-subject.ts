import { explainEvent } from '../lambdas/capi/explain-event.ts';
import { queueMessages } from '../lambdas/capi/queue-messages.ts';
import { type RelayDoors, type RelayItem, relayEvents } from '../lambdas/capi/relay-events.ts';
import { AccessToken } from '../lambdas/foundation/core/access-token.ts';
import type { Failure } from '../lambdas/foundation/core/failure.ts';
import { makeGraph } from '../lambdas/foundation/meta/make-graph.ts';
import type { Speaker } from '../lambdas/foundation/store/asset-speaker.ts';
import { now, secret } from './payloads.ts';

/** The raw events of one request and the pixel that they are for. */
export interface RawRequest {
  readonly pixel: string;
  readonly data: readonly unknown[];
}

/** How a relay ended. */
export interface Relayed {
  readonly delivered: number;
  /** Ids of the events that will not go, and why. */
  readonly refused: readonly { readonly eventId: string; readonly kind: Failure['kind'] }[];
}

const workspace = 'bench';
const clock = { now: () => now, chance: () => 0.5 };
const notes = { fact: () => {}, outcome: () => {}, count: () => {} };
const nothing = async () => undefined;
const unused = async (): Promise<never> => {
  throw new Error('events of a website are neither claimed nor given back');
};

/**
 * The production road of events from a request to Meta's answer: explained, made messages, merged, sent by the real
 * Graph client, halved where they are refused, written down and announced. Stubbed: the calls to AWS and the ledger of
 * usage; `step` is told of each request and each exchange.
 */
export function openRelay(origin: string, step: () => void = () => {}) {
  const graph = makeGraph({
    origin,
    clock,
    audit: step,
    ledger: { ask: async () => ({ go: true }), record: nothing, readings: async () => [] },
  });
  const app = { appId: '10001', kind: 'facebook', appSecret: secret } as const;
  const identity = { app, token: new AccessToken('fake-token-of-the-benchmark'), holder: 'user' } as const;
  const speaker = { identity, holder: 'user' } as unknown as Speaker;
  const doors: RelayDoors = {
    graph,
    clock,
    conversions: { find: async () => [], put: nothing, claim: unused, release: unused },
    days: { add: nothing },
    bus: { announce: nothing },
    speakers: { speakerOf: async () => speaker, suspect: nothing },
  };

  async function messagesOf({ pixel, data }: RawRequest) {
    step();
    const explained = data.map((raw) => ({ raw, ...explainEvent(raw, { now }) }));
    const { messages } = await queueMessages(explained, { workspace, pixels: [pixel] }, doors);
    return messages;
  }

  return async (requests: readonly RawRequest[]): Promise<Relayed> => {
    let delivered = 0;
    const refused: { eventId: string; kind: Failure['kind'] }[] = [];
    const items: RelayItem[] = [];
    for (const request of requests) {
      for (const message of await messagesOf(request)) {
        const settle = (failure?: Failure) => {
          if (failure) refused.push({ eventId: message.eventId, kind: failure.kind });
          else delivered += 1;
        };
        items.push({ message, settle });
      }
    }
    await relayEvents(items, doors, notes);
    return { delivered, refused };
  };
}
