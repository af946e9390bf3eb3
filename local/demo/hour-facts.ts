import * as z from 'zod';
import type { ShopConnection } from './shop-connection.ts';
import type { ShopHour } from './shop-hour.ts';

/** The page on a pixel's quality, as far as the demo reads it. */
export const PixelQuality = z.object({
  readAt: z.string().nullable(),
  trouble: z.string().nullable(),
  events: z.array(
    z.object({
      eventName: z.string(),
      ours: z.object({
        delivered: z.number(),
        keys: z.record(z.string(), z.number()),
        ownEventId: z.number().nullable(),
      }),
      meta: z
        .looseObject({ event_match_quality: z.looseObject({ composite_score: z.number().optional() }).optional() })
        .nullable(),
      mend: z.array(z.string()),
    }),
  ),
});
/** The same, read. */
export type PixelQuality = z.infer<typeof PixelQuality>;

/** What the API said of one event that was handed in. */
export type Answer = { eventId: string | null; accepted: boolean; problems: { path: string; reason: string }[] };

/** What became of an event. */
export type ConversionRow = {
  eventId: string;
  eventName: string;
  state: string;
  acceptedAt: string;
  deliveredAt: string | null;
  reason: string | null;
};

/** An event's `user_data` as the shop sent it and as it went to Meta. */
export type SideBySide = { sent: Record<string, unknown>; went: Record<string, unknown> };

/** Everything that the report on conversions tells. */
export type HourFacts = {
  connection: ShopConnection;
  hour: ShopHour;
  requests: number;
  /** In the order of the hour's events. */
  answers: Answer[];
  /** One for each accepted event. */
  rows: ConversionRow[];
  tookMs: number;
  /** Calls to Meta that were taken, and that were refused. */
  calls: { took: number; refused: number };
  /** Events that Meta was sent more often than they were asked for. */
  repeated: number;
  parked: { id: string; reason: string } | undefined;
  shown: SideBySide;
  quality: PixelQuality;
};
