import { hash } from 'node:crypto';
import type { ConversionEvent } from './conversion-event.ts';
import { type EventDefaults, wireEvent } from './wire-event.ts';

/** An event that Meta would take. */
export interface ReadyEvent {
  readonly eventId: string;
  readonly eventName: string;
  /** Seconds since 1970. */
  readonly eventTime: number;
  readonly actionSource: ConversionEvent['action_source'];
  /** As it goes to Meta: JSON text. */
  readonly json: string;
}

/**
 * An event in the form in which it goes to Meta, `userData` being its normal form. Without an id of its own it gets one
 * that is the same every time: a second try is known as such.
 */
export function readyEvent(
  event: ConversionEvent,
  userData: Readonly<Record<string, unknown>>,
  terms: EventDefaults,
): ReadyEvent {
  const wire = wireEvent(event, userData, terms);
  const eventId = event.event_id ?? hash('sha256', JSON.stringify(wire)).slice(0, 32);
  wire.event_id = eventId;
  const { event_name: eventName, event_time: eventTime, action_source: actionSource } = event;
  return { eventId, eventName, eventTime, actionSource, json: JSON.stringify(wire) };
}
