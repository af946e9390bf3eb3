import type { ConversionEvent } from '../lambdas/capi/conversion-event.ts';
import type { ConversionMessage } from '../lambdas/capi/conversion-message.ts';
import { normaliseUserData } from '../lambdas/capi/normalise-user-data.ts';
import { readyEvent } from '../lambdas/capi/ready-event.ts';
import { type RelayDoors, type RelayItem, relayEvents } from '../lambdas/capi/relay-events.ts';
import { AccessToken } from '../lambdas/foundation/core/access-token.ts';
import type { Failure } from '../lambdas/foundation/core/failure.ts';
import { limited } from '../lambdas/foundation/core/limited.ts';
import { makeGraph } from '../lambdas/foundation/meta/make-graph.ts';
import type { Speaker } from '../lambdas/foundation/store/asset-speaker.ts';
import type { RawEvent } from './capi-events.ts';
import { now, secret } from './payloads.ts';

/** The raw events of one request and the pixel that they are for. */
export interface RawRequest {
  readonly pixel: string;
  readonly data: readonly RawEvent[];
}

/** How a relay ended. */
export interface Relayed {
  readonly delivered: number;
  /** Ids of the events that will not go, and why. */
  readonly refused: readonly { readonly eventId: string; readonly kind: Failure['kind'] }[];
}

/** As many workers at once as the floor has lanes. */
const inFlight = 8;
const workspace = 'bench';
const clock = { now: () => now, chance: () => 0.5 };
const notes = { fact: () => {}, outcome: () => {}, count: () => {} };
const nothing = async () => undefined;
const unused = async (): Promise<never> => {
  throw new Error('events of a website are neither claimed nor given back');
};

const year = new Date(now).getUTCFullYear();
const acceptedAt = new Date(now).toISOString();

/** What the queue would bring of a request. */
const messagesOf = ({ pixel, data }: RawRequest): readonly ConversionMessage[] =>
  data.map((raw) => {
    const { userData } = normaliseUserData(raw.user_data, { year });
    const { eventId, eventName, eventTime, actionSource, json } = readyEvent(
      raw as unknown as ConversionEvent,
      userData,
      {},
    );
    return {
      workspace,
      pixel,
      eventId,
      ownId: true,
      eventName,
      eventTime,
      actionSource,
      event: json,
      payloadHash: '',
      matchKeys: Object.keys(userData),
      acceptedAt,
    };
  });

/**
 * The production road of events from a request to Meta's answer: explained, made messages, merged, sent by the real
 * Graph client, cut up where they are refused, written down and announced. Stubbed: the calls to AWS and the ledger of
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

  return async (requests: readonly RawRequest[]): Promise<Relayed> => {
    let delivered = 0;
    const refused: { eventId: string; kind: Failure['kind'] }[] = [];
    const relayOne = async (request: RawRequest) => {
      step();
      const items = messagesOf(request).map((message): RelayItem => {
        const settle = (failure?: Failure) => {
          if (failure) refused.push({ eventId: message.eventId, kind: failure.kind });
          else delivered += 1;
        };
        return { message, settle };
      });
      await relayEvents(items, doors, notes);
    };
    const gate = limited(inFlight);
    await Promise.all(requests.map((request) => gate(() => relayOne(request))));
    return { delivered, refused };
  };
}
