import { systemClock } from '../../lambdas/foundation/core/clock.ts';
import { demo } from './demo-ids.ts';
import type { Stops } from './travellers.ts';

/** A purchase on a website, valid by the fact sheet's §9; the person is invented. */
const purchase = (eventId: string) =>
  JSON.stringify({
    event_name: 'Purchase',
    event_time: Math.floor(systemClock.now() / 1000) - 5,
    event_id: eventId,
    action_source: 'website',
    event_source_url: 'https://shop.example/thanks',
    user_data: { em: 'a'.repeat(64), client_user_agent: 'FakeBrowser/1.0' },
    custom_data: { value: 12.9, currency: 'EUR' },
  });

/** Events, then what Meta says of their quality: an answer about none would be empty. */
export const conversionStops = {
  sendConversions: async (call, { person }) => {
    const batch = { pixel: demo.pixel, deduped: true };
    await call(person, { ...batch, events: Buffer.from(`${purchase('tour-1')},${purchase('tour-2')}`) });
    await call(person, {
      ...batch,
      events: Buffer.from(purchase('tour-3')),
      testEventCode: 'TEST1',
      partnerAgent: 'metaport',
    });
  },
  readDatasetQuality: (call, { person }) => call(person, demo.pixel),
} satisfies Partial<Stops>;
