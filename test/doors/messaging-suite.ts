import { describe } from '@jest/globals';
import { messageSuite } from './messaging-suite-messages.ts';
import { peopleSuite } from './messaging-suite-people.ts';
import { threadSuite } from './messaging-suite-threads.ts';
import type { MessagingMaker } from './messaging-under-test.ts';

/** What all stores do about conversations: the fakes beside the unit tests, the adapters in a cloud. */
export function messagingSuite(name: string, make: MessagingMaker): void {
  describe(name, () => {
    messageSuite(make);
    threadSuite(make);
    peopleSuite(make);
  });
}
