import { expect, it } from '@jest/globals';
import { messagingSuite } from '../../../doors/messaging-suite.ts';
import { aMessage, aThread } from '../../../doors/messaging-under-test.ts';
import { handClock } from '../../../doors/store-under-test.ts';
import { fakeLanes } from '../../../fakes/fake-lanes.ts';
import { fakeMessages } from '../../../fakes/fake-messages.ts';
import { fakeOutboundMessages } from '../../../fakes/fake-outbound-messages.ts';
import { fakePeople } from '../../../fakes/fake-people.ts';
import { fakeThreads } from '../../../fakes/fake-threads.ts';

messagingSuite('the fakes of conversations', (clock) => {
  const lanes = fakeLanes(clock);
  const outbound = fakeOutboundMessages(clock, lanes);
  const messages = fakeMessages(clock, 90, outbound);
  const threads = fakeThreads(clock, 90, lanes.due);
  const kept = { messages, outbound, lanes, due: lanes.due, threads, people: fakePeople(clock) };
  return () => kept;
});

it('the fakes show every row to tests alone, as a copy', async () => {
  const clock = handClock();
  const [messages, threads, people] = [fakeMessages(clock), fakeThreads(clock), fakePeople(clock)];
  const [message, thread] = [aMessage(clock), aThread(clock)];
  await messages.change(message, () => message);
  await threads.change(thread, () => thread);
  const { person } = await people.identify('w', ['psid:1'], { name: null, username: null }, message.at ?? '');
  for (const { rows } of [messages, threads, people]) Object.assign(rows()[0] ?? {}, { id: 'another' });
  expect(messages.rows()).toEqual([message]);
  expect(threads.rows()).toEqual([thread]);
  expect(people.rows()).toEqual([person]);
});
