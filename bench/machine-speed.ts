import { hash } from 'node:crypto';
import { median } from './measure.ts';

/** A thing to write and to hash, as most of the product's work is. */
const event = {
  event_name: 'Purchase',
  event_time: 1_763_700_000,
  event_id: 'order-1',
  action_source: 'website',
  event_source_url: 'https://shop.example/p/1',
  user_data: { em: 'a@example.com' },
  custom_data: {
    value: 12.5,
    currency: 'EUR',
    content_ids: ['a'],
    contents: [{ id: 'a', quantity: 1, item_price: 12.5 }],
  },
};

/** CPU microseconds that writing and hashing it takes where the goals were measured (two cores, Node 20.20). */
const usualUs = 1.7;

const times = 20_000;
const rounds = 9;

/** How many times as much CPU this machine takes just now as the one on which the goals were measured. */
export function slowness(): number {
  const round = () => {
    const begun = process.cpuUsage();
    let length = 0;
    for (let time = 0; time < times; time += 1)
      length += hash('sha256', JSON.stringify(event).slice(0, 20 + (time % 5))).length;
    const { user, system } = process.cpuUsage(begun);
    if (length === 0) throw new Error('nothing was hashed');
    return (user + system) / times;
  };
  round();
  return median(Array.from({ length: rounds }, round)) / usualUs;
}

/** From here on a machine says nothing about CPU time: it is busy with, or held back by, something else. */
export const tooSlow = 1.5;
