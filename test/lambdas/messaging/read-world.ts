import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import type { OutboundMessage } from '../../../lambdas/foundation/store/outbound-messages.ts';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { listMessages, showMessage } from '../../../lambdas/messaging/list-messages.ts';
import { listThreads, showThread, showWindow } from '../../../lambdas/messaging/list-threads.ts';
import { routes } from '../../../lambdas/messaging/routes.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';
import { fakeLanes } from '../../fakes/fake-lanes.ts';
import { fakeMessages } from '../../fakes/fake-messages.ts';
import { fakeOutboundMessages } from '../../fakes/fake-outbound-messages.ts';
import { fakePeople } from '../../fakes/fake-people.ts';
import { fakeThreads } from '../../fakes/fake-threads.ts';
import { workspace } from './rows.ts';

/** The API of conversations, asked as the HTTP door asks it: what goes in and what comes out is parsed. */
export function readWorld() {
  const clock = fakeClock(Date.parse('2026-11-21T10:00:00.000Z'));
  const [lanes, threads, people] = [fakeLanes(clock), fakeThreads(clock), fakePeople(clock)];
  const outbound = fakeOutboundMessages(clock, lanes);
  const messages = fakeMessages(clock, 90, outbound);
  const doors = { messages, outbound, threads, people, clock, cursors: fakeCursors, permits: { humanAgent: true } };
  const get = {
    threads: async (query: object = {}, who = workspace) => {
      const { query: asked, response } = routes['GET /v1/threads'];
      return response.parse(await listThreads(who, asked.parse(query), doors));
    },
    thread: async (id: string, who = workspace) =>
      routes['GET /v1/threads/{id}'].response.parse(await showThread(who, id, doors)),
    window: async (id: string, who = workspace) =>
      routes['GET /v1/threads/{id}/window'].response.parse(await showWindow(who, id, doors)),
    messages: async (threadId: string, query: object = {}, who = workspace) => {
      const { query: asked, response } = routes['GET /v1/threads/{id}/messages'];
      return response.parse(await listMessages(who, threadId, asked.parse(query), doors));
    },
    message: async (id: string, who = workspace) =>
      routes['GET /v1/messages/{id}'].response.parse(await showMessage(who, id, doors)),
  };
  const keep = {
    message: (row: StoredMessage) => messages.change(row, () => row),
    outbound: (row: OutboundMessage) => outbound.change(row, () => row),
    thread: (row: Thread) => threads.change(row, () => row),
  };
  return { clock, people, get, keep };
}
