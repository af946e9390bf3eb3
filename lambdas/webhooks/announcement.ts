import type { BusEvent } from '../foundation/core/doors.ts';
import { assetName } from '../foundation/core/ids.ts';
import type { NewEvent } from '../foundation/store/webhook-events.ts';
import type { WebhookDetail } from './announced.ts';

/** An event detail stays under 64 kB (`decisions.md`); this leaves room for what stands around the typed part. */
const typedPartLimit = 60_000;

/**
 * What subscribers get: `webhook.<kind>` with a stable id. A typed part over 60 kB stays out; `href` always tells
 * where the whole event is.
 */
export function announcement(id: string, event: NewEvent, now: string, replayId?: string): BusEvent {
  const small = Buffer.byteLength(JSON.stringify(event.event) ?? '') <= typedPartLimit;
  return {
    id,
    workspace: event.workspace,
    type: `webhook.${event.kind}`,
    time: event.occurredAt ?? now,
    detail: {
      id,
      workspace: event.workspace,
      channel: event.channel,
      topic: event.topic,
      kind: event.kind,
      assetId: event.asset.id,
      asset: assetName(event.asset),
      occurredAt: event.occurredAt,
      receivedAt: event.receivedAt,
      href: `/v1/webhooks/events/${id}`,
      ...(small ? { event: event.event } : {}),
      ...(replayId === undefined ? {} : { replayId }),
    } satisfies WebhookDetail,
  };
}
