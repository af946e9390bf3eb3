import type { Day, Item } from './day.ts';
import { PEOPLE } from './people.ts';
import { status } from './whatsapp-change.ts';

const BILLED = { pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' } };
const FREE = { pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' } };

const failure = (code: number, title: string, details: string) => ({
  errors: [{ code, title, message: title, error_data: { details } }],
});

/** Outside the 24-hour window only templates go (fact sheet §8, "Window"). */
const TOO_LATE = failure(
  131047,
  'Re-engagement message',
  'More than 24 hours have passed since the recipient last replied.',
);
const ENOUGH = failure(131049, 'Not delivered', 'Not delivered, to maintain healthy ecosystem engagement.');

/** What became of the shop's own WhatsApp messages: sent, delivered, read, and two that failed. */
export function whatsappStatuses(day: Day): Item[] {
  const item = status(day);
  const people = Object.values(PEOPLE);
  const answered = people.flatMap((person, at) => {
    const [id, hour] = [day.id('wamid.DEMO'), 8.6 + at * 1.2];
    const steps = [
      item(hour, person, id, 'sent', 'was sent an answer', at % 2 === 0 ? BILLED : FREE),
      item(hour + 0.01, person, id, 'delivered', 'got the answer', at % 2 === 0 ? BILLED : FREE),
    ];
    return at % 3 === 2 ? steps : [...steps, item(hour + 0.2, person, id, 'read', 'read the answer')];
  });
  const { finn, rosa } = PEOPLE;
  return [
    ...answered,
    item(
      18.1,
      finn,
      day.id('wamid.DEMO'),
      'failed',
      'did not get a message: 131047, more than 24 hours of silence',
      TOO_LATE,
    ),
    item(18.3, rosa, day.id('wamid.DEMO'), 'failed', 'did not get a message: 131049, enough marketing', ENOUGH),
  ];
}
