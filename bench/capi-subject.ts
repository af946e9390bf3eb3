import { explainEvent } from '../lambdas/capi/explain-event.ts';
import { AccessToken } from '../lambdas/foundation/core/access-token.ts';
import { conversionCalls } from '../lambdas/foundation/meta/edges/conversions.ts';
import type { Send } from '../lambdas/foundation/meta/wire/graph-call.ts';
import { now, secret } from './payloads.ts';

const app = { appId: '10001', kind: 'facebook', appSecret: secret } as const;
const identity = { app, token: new AccessToken('fake-token-of-the-benchmark'), holder: 'user' } as const;
const pixel = '300000000000001';

/**
 * The production road from raw events to the body of Meta's request: `explainEvent`, every check of it included, and
 * the call that builds the body. Stubbed: the sender of calls, which hands back the body that it was to send.
 */
export function openCapi() {
  let body = '';
  const send = async ({ json = '' }: Parameters<Send>[0]) => {
    body = json;
    return { eventsReceived: 0, messages: [], fbtraceId: null };
  };
  const { sendConversions } = conversionCalls(send as Send);
  return async (raws: readonly unknown[]): Promise<string> => {
    const events = raws.map((raw) => {
      const { ready, problems } = explainEvent(raw, { now });
      if (!ready || problems.length > 0) throw new Error(`an event is refused: ${JSON.stringify(problems)}`);
      return ready.json;
    });
    await sendConversions(identity, { pixel, events, deduped: true });
    return body;
  };
}
