import * as z from 'zod/mini';
import { type AnnouncedEvent, head, said, type Told } from '../foundation/core/announced-event.ts';

const always = () => ({
  ...head(),
  version: said(z.literal(1), 'Of this shape: members may be added to it, none is taken away or changes its meaning.'),
  pixel: said(z.string(), 'Meta’s id of the pixel (dataset).'),
  events: said(
    z.array(
      z.object({
        eventId: said(z.string(), 'The event’s id, yours or the one that it got here.'),
        eventName: said(z.string(), 'The event’s name, for example `Purchase`.'),
      }),
    ),
    'The events that it is about: 1 to 100. More come in announcements of their own.',
  ),
});
const traceId = () => said(z.nullable(z.string()), 'Meta’s trace id of the call; null: Meta gave none.');

const byEvents = 'A hash of the type, the workspace, the pixel and the events that it names, in their order.';
const again =
  'A redelivery, or a crash, announces it again: under the same `id` where the same events travel together again, else ' +
  'under another. Dedupe by `pixel`, `eventName` and `eventId`. ';

/** What subscribers are promised of conversions. */
export const announced = {
  'conversion.accepted': {
    when: 'Events were checked, hashed, kept and queued for a pixel.',
    use: 'Nothing has to be done: it is the proof that the events are kept.',
    id: byEvents,
    again: `${again}A request that is repeated under its \`Idempotency-Key\` announces nothing new.`,
    detail: () => z.object(always()),
  },
  'conversion.delivered': {
    when: 'Meta took a call with the events.',
    use: 'Compare `eventsReceived`, Meta’s own count, with what you sent.',
    id: byEvents,
    again,
    detail: () =>
      z.object({
        ...always(),
        fbtraceId: traceId(),
        eventsReceived: said(
          z.number(),
          'How many events Meta says the whole call had: also those of its other announcements.',
        ),
      }),
  },
  'conversion.parked': {
    when: 'An event will not go until somebody does something about it.',
    use: 'Mend it by `reason`, then `POST /v1/parked/redrive`.',
    id: byEvents,
    again: `${again}An event that is redriven and parked once more has the same \`id\` as before, whatever its reason.`,
    detail: () => z.object({ ...always(), reason: said(z.string(), 'Why, in words.'), fbtraceId: traceId() }),
  },
} as const satisfies Record<string, AnnouncedEvent>;

/** What became of events, in a word. */
export type ConversionEventType = keyof typeof announced;

/** What a maker says besides the events. */
export type ConversionDetail<T extends ConversionEventType> = Told<
  Omit<z.infer<ReturnType<(typeof announced)[T]['detail']>>, keyof ReturnType<typeof always>>
>;
