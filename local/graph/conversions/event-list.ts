import { badParameter } from '../http/refusal.ts';
import { isRaw, type Raw } from './event.ts';

/** At most so many events in a request (fact sheet §9). */
const MOST = 1000;

/** The events of `data`: a JSON list of events, or of the JSON texts of events. Throws code 100. */
export function eventsIn(data: string | undefined): Raw[] {
  if (data === undefined || data === '') throw badParameter('The parameter data is required.');
  const list = parsed(data);
  if (!Array.isArray(list)) throw badParameter('Param data must be an array.');
  if (list.length === 0) throw badParameter('Param data must not be empty.');
  if (list.length > MOST) throw badParameter(`Param data must not have more than ${MOST} events.`);
  return list.map((one) => {
    const event = typeof one === 'string' ? parsed(one) : one;
    if (!isRaw(event)) throw badParameter('Param data must be an array of events.');
    return event;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter('Param data must be valid JSON.');
  }
}
