import type { ConversionEvent } from '../lambdas/capi/conversion-event.ts';
import { explainEvent } from '../lambdas/capi/explain-event.ts';
import { joinEvents } from '../lambdas/capi/join-events.ts';
import { normaliseUserData } from '../lambdas/capi/normalise-user-data.ts';
import { readyEvent } from '../lambdas/capi/ready-event.ts';
import { AccessToken } from '../lambdas/foundation/core/access-token.ts';
import { conversionCalls } from '../lambdas/foundation/meta/edges/conversions.ts';
import type { Send } from '../lambdas/foundation/meta/wire/graph-call.ts';
import type { RawEvent } from './capi-events.ts';
import { now, secret } from './payloads.ts';

const app = { appId: '10001', kind: 'facebook', appSecret: secret } as const;
const identity = { app, token: new AccessToken('fake-token-of-the-benchmark'), holder: 'user' } as const;
const pixel = '300000000000001';
const year = new Date(now).getUTCFullYear();

/** A raw event's JSON as it goes to Meta; throws when something of it would be left out. */
export type MakeJson = (raw: RawEvent) => string;

/** What Meta's own SDK does too, by the production functions: normal form, hashes, JSON. No schema and no rule. */
export const normalised: MakeJson = (raw) => {
  const { userData, leftOut, unknown } = normaliseUserData(raw.user_data, { year });
  if (leftOut.length + unknown.length > 0) throw new Error(`keys are left out: ${JSON.stringify(leftOut)}`);
  // Valid as it stands, which `validated` shows of every one of them.
  return readyEvent(raw as unknown as ConversionEvent, userData, {}).json;
};

/** The same with every check of production. */
export const validated: MakeJson = (raw) => {
  const { ready, problems } = explainEvent(raw, { now });
  if (!ready || problems.length > 0) throw new Error(`an event is refused: ${JSON.stringify(problems)}`);
  return ready.json;
};

/** The production road from raw events to the body of Meta's request. Stubbed: the sender of calls, which hands it back. */
export function openCapi(jsonOf: MakeJson) {
  let body: readonly Buffer[] | undefined;
  const send = async ({ json }: Parameters<Send>[0]) => {
    body = json?.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece));
    return { eventsReceived: 0, messages: [], fbtraceId: null };
  };
  const { sendConversions } = conversionCalls(send as Send);
  return async (raws: readonly RawEvent[]): Promise<readonly Buffer[]> => {
    const events = joinEvents(raws.map(jsonOf)).part(0, raws.length);
    await sendConversions(identity, { pixel, events, deduped: true });
    if (body === undefined) throw new Error('nothing was sent');
    return body;
  };
}
