import type * as z from 'zod/mini';
import type { Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import { assetName, parseAsset } from '../foundation/core/ids.ts';
import type { EventFilter, KeptEvent, WebhookEvents } from '../foundation/store/webhook-events.ts';
import { Channel, type routes, type WebhookEventDetail, type WebhookEventView } from './routes.ts';

type Query = z.output<(typeof routes)['GET /v1/webhooks/events']['query']>;

/** What reading the log may touch. */
export interface LogDoors {
  readonly events: Pick<WebhookEvents, 'list' | 'get' | 'keyOf'>;
  readonly cursors: Cursors;
}

const seconds = (iso: string | undefined) => (iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000));

/** The store keeps whole seconds; an exclusive `to` inside a second must still show that second's earlier events. */
const secondsUp = (iso: string | undefined) => (iso === undefined ? undefined : Math.ceil(Date.parse(iso) / 1000));

function filterOf({ from, to, channel, topic, kind, asset }: Query): EventFilter {
  const ref = asset === undefined ? undefined : parseAsset(asset);
  if (asset !== undefined && ref === undefined) {
    const errors = [{ path: 'query.asset', reason: 'must be <kind>:<id>, for example page:1234567890' }];
    throw new Failure('invalid-request', 'the asset filter is not <kind>:<id>', { errors });
  }
  return { from: seconds(from), to: secondsUp(to), channel, topic, kind, asset: ref };
}

/** A kept row as the API shows it. */
export function eventView(event: KeptEvent): z.input<typeof WebhookEventView> {
  const { id, workspace, topic, kind, occurredAt, receivedAt, state, source, replayId } = event;
  const asset = { assetId: event.asset.id, asset: assetName(event.asset) };
  const channel = Channel.parse(event.channel);
  return {
    id,
    workspace,
    channel,
    topic,
    kind,
    ...asset,
    occurredAt,
    receivedAt,
    state,
    source,
    replayId,
    event: event.event,
  };
}

/** One page of a workspace's log. Throws `Failure` `invalid-request` on a bad filter or cursor. */
export async function listEvents(workspace: string, query: Query, { events, cursors }: LogDoors) {
  const filter = filterOf(query);
  const after = query.cursor === undefined ? undefined : await cursors.open(workspace, query.cursor);
  const page = await events.list(workspace, filter, query.limit, after);
  const nextCursor = page.next === null ? null : await cursors.seal(workspace, page.next);
  return { data: page.events.map(eventView), nextCursor };
}

/** One event with raw body; another workspace's id looks like an unknown one: `Failure` `not-found`. */
export async function showEvent(
  workspace: string,
  id: string,
  { events }: Pick<LogDoors, 'events'>,
): Promise<z.input<typeof WebhookEventDetail>> {
  const key = events.keyOf(workspace, id);
  const event = key && (await events.get(key));
  if (event === undefined) throw new Failure('not-found', 'no such event');
  return { ...eventView(event), raw: event.raw };
}
