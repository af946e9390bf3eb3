import { describe } from '@jest/globals';
import { laneSuite } from './messaging-suite-lanes.ts';
import { messageSuite } from './messaging-suite-messages.ts';
import { outboundSuite } from './messaging-suite-outbound.ts';
import { peopleSuite } from './messaging-suite-people.ts';
import { seenSuite } from './messaging-suite-seen.ts';
import { threadSuite } from './messaging-suite-threads.ts';
import type { MessagingMaker } from './messaging-under-test.ts';

/** What all stores do about conversations: the fakes beside the unit tests, the adapters in a cloud. */
export function messagingSuite(name: string, make: MessagingMaker): void {
  describe(name, () => {
    messageSuite(make);
    outboundSuite(make);
    laneSuite(make);
    threadSuite(make);
    seenSuite(make);
    peopleSuite(make);
  });
}
