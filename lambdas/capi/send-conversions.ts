import * as z from 'zod/mini';
import { Otherwise } from '../foundation/core/api.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { answerOnce } from '../foundation/store/answer-once.ts';
import type { Idempotency } from '../foundation/store/idempotency.ts';
import { acceptEvents } from './accept-events.ts';

import { explainEvent } from './explain-event.ts';
import type { RelayReceipt } from './relay-events.ts';
import { type RelayNowDoors, relayNow } from './relay-now.ts';
import type { routes } from './routes.ts';
import { answers } from './views.ts';

const route = 'POST /v1/conversions';

/** What sending may touch. */
export interface SendDoors extends RelayNowDoors {
  readonly idempotency: Idempotency;
}

/** A request as the route parsed it. */
export interface ConversionsRequest {
  readonly workspace: string;
  readonly body: z.output<(typeof routes)[typeof route]['body']>;
  readonly headers: Readonly<Record<string, string>>;
}

type Answer = z.output<typeof answers>;

/** RFC 7240: one preference among others, perhaps with a value (`wait=10`), which we do not keep. */
const prefersWaiting = (prefer = '') => prefer.split(',').some((one) => /^\s*wait\s*($|[=;])/i.test(one));

const isAnswer = (value: unknown): value is Answer => z.safeParse(answers, value).success;

/** `POST /v1/conversions`: 202 when the events are on their way, 200 when the caller waited and Meta has them all. */
export async function sendConversions(
  { workspace, body, headers }: ConversionsRequest,
  doors: SendDoors,
  notes: Notes,
): Promise<Answer | Otherwise<Answer>> {
  const { data, pixels, test_event_code: testEventCode, partner_agent: partnerAgent } = body;
  const asked = { data, pixels, testEventCode, partnerAgent };
  const repeatable = { workspace, route, key: headers['idempotency-key'], body };
  const { status, answer } = await answerOnce(repeatable, doors.idempotency, isAnswer, async () => {
    if (!prefersWaiting(headers.prefer)) {
      const { data: accepted } = await acceptEvents(workspace, asked, doors, notes);
      return { status: 202, answer: answered(accepted) };
    }
    const { all, data: accepted, relayed } = await relayNow(workspace, asked, doors, notes);
    return { status: all ? 200 : 202, answer: { ...answered(accepted), relayed: relayed.map(asMetaSays) } };
  });
  return status === 200 ? new Otherwise(200, answer) : answer;
}

type Events = Awaited<ReturnType<typeof acceptEvents>>['data'];

const answered = (events: Events): Answer => ({
  data: events.map(({ problems, ...event }) => ({ ...event, problems: [...problems] })),
});

const asMetaSays = ({ pixel, eventsSent, eventsReceived, messages, fbtraceId }: RelayReceipt) => ({
  pixel,
  events_sent: eventsSent,
  events_received: eventsReceived,
  messages: [...messages],
  fbtrace_id: fbtraceId,
});

/** `POST /v1/conversions/validate`: what would be sent of each event, and what is wrong with it. Nothing is kept. */
export async function validateConversions(
  workspace: string,
  data: readonly unknown[],
  { settings, clock }: Pick<SendDoors, 'settings' | 'clock'>,
) {
  const terms = { ...(await settings.get(workspace)), now: clock.now() };
  return {
    data: data.map((raw) => {
      const { ready, problems, userData } = explainEvent(raw, terms);
      return { ok: ready !== undefined, problems: [...problems], userData, matchKeys: Object.keys(userData) };
    }),
  };
}
