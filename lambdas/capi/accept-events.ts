import type { GroupOutbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { Conversions } from '../foundation/store/conversions.ts';
import type { WorkspaceSettings } from '../foundation/store/workspace-settings.ts';
import { choosePixels } from './choose-pixels.ts';
import type { ConversionMessage } from './conversion-message.ts';
import { explainEvent } from './explain-event.ts';
import { announce, type LogDoors, logAccepted } from './log-events.ts';
import type { Problem } from './problem.ts';
import { type AcceptedEvent, type Explained, queueMessages } from './queue-messages.ts';

/** What accepting may touch. */
export interface AcceptDoors extends LogDoors {
  readonly conversions: Pick<Conversions, 'find' | 'put'>;
  readonly settings: Pick<WorkspaceSettings, 'get'>;
  readonly registry: Pick<AssetRegistry, 'ownerOf' | 'list'>;
  readonly outbox: GroupOutbox<'capiEvents'>;
}

/** A request, its events still as they came. */
export interface EventsAsked {
  readonly data: readonly unknown[];
  readonly pixels?: readonly string[];
  readonly testEventCode?: string;
  readonly partnerAgent?: string;
}

/** Events that are in the log and not yet on their way. */
export interface TakenEvents {
  readonly data: readonly AcceptedEvent[];
  readonly messages: readonly ConversionMessage[];
}

/**
 * Explains the events of a request and puts those that are accepted into the log. Throws `Failure` `invalid-request`
 * when none is (every event's problems in `errors`), `not-found` for a pixel that the workspace has not linked.
 */
export async function takeEvents(
  workspace: string,
  asked: EventsAsked,
  doors: AcceptDoors,
  notes: Notes,
): Promise<TakenEvents> {
  const settings = await doors.settings.get(workspace);
  const pixels = await choosePixels(workspace, asked.pixels, settings?.pixels ?? [], doors.registry);
  const terms = { ...settings, now: doors.clock.now() };
  const explained = asked.data.map((raw): Explained => ({ raw, ...explainEvent(raw, terms) }));
  const { data, messages } = await queueMessages(explained, { ...asked, workspace, pixels }, doors);
  const refused = data.filter(({ accepted }) => !accepted).length;
  notes.fact('events', data.length);
  if (refused > 0) notes.count('Conversions', refused, { outcome: 'refused' });
  const wrong = wrongAgent(asked.partnerAgent);
  if (wrong.length > 0 || refused === data.length) throw noneAccepted(data, wrong);
  await logAccepted(messages, doors, notes);
  return { data, messages };
}

/** Sends taken events on their way to Meta. */
export async function queueEvents(messages: readonly ConversionMessage[], doors: AcceptDoors): Promise<void> {
  await doors.outbox.sendGroups('capiEvents', byPixel(messages));
}

/** Tells subscribers which events are accepted. */
export async function announceAccepted(messages: readonly ConversionMessage[], doors: AcceptDoors): Promise<void> {
  for (const { items } of byPixel(messages)) await announce('conversion.accepted', items, doors, {});
}

/** Takes a request's events and sends them on their way; answers one by one, in the order asked. Throws as `takeEvents`. */
export async function acceptEvents(
  workspace: string,
  asked: EventsAsked,
  doors: AcceptDoors,
  notes: Notes,
): Promise<{ readonly data: readonly AcceptedEvent[] }> {
  const { data, messages } = await takeEvents(workspace, asked, doors, notes);
  await queueEvents(messages, doors);
  await announceAccepted(messages, doors);
  return { data };
}

function byPixel(messages: readonly ConversionMessage[]) {
  const groups = new Map<string, ConversionMessage[]>();
  for (const message of messages) {
    const group = groups.get(message.pixel);
    if (group) group.push(message);
    else groups.set(message.pixel, [message]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

/** It goes to Meta with every event, so what is no name refuses them all. */
const wrongAgent = (agent: string | undefined): readonly Problem[] =>
  agent === undefined || /^[\w.:/ -]{1,100}$/.test(agent)
    ? []
    : [
        {
          path: 'body.partner_agent',
          reason: 'is no name: letters, digits, blanks and . : / - _, at most 100 of them',
        },
      ];

function noneAccepted(data: readonly AcceptedEvent[], wrong: readonly Problem[]): Failure {
  const errors = data.flatMap(({ problems }, at) =>
    problems.map(({ path, reason }) => ({
      path: ['body.data', at, path].filter((part) => part !== '').join('.'),
      reason,
    })),
  );
  return new Failure('invalid-request', 'none of the events is accepted', { errors: [...wrong, ...errors] });
}
