import { describe, expect, it } from '@jest/globals';
import { makeBus } from '../../../../lambdas/foundation/runtime/bus.ts';
import { no, ok, scriptedAws } from './scripted-aws.ts';

const event = {
  ...{ id: 'event-1', workspace: 'shop', type: 'webhook.message', time: '2026-11-21T10:00:00.900Z' },
  detail: { kind: 'message' },
};

describe('the event bus', () => {
  it('puts one entry, its time in whole seconds', async () => {
    const { aws, asked } = scriptedAws(() => ok({ FailedEntryCount: 0, Entries: [{ EventId: 'x' }] }));
    await makeBus(aws, 'bus-name').announce(event);
    expect(asked[0]?.body).toEqual({
      Entries: [
        {
          ...{ EventBusName: 'bus-name', Source: 'metaport', DetailType: 'webhook.message', Time: 1795255200 },
          Detail: '{"id":"event-1","workspace":"shop","kind":"message"}',
        },
      ],
    });
  });

  it.each([
    ['an entry failed', ok({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }), 'unavailable'],
    ['the answer says nothing', ok({}), 'unavailable'],
    ['the right is missing', no('AccessDeniedException'), 'bug'],
  ])('throws when %s', async (_what, answer, kind) => {
    const { aws } = scriptedAws(() => answer);
    await expect(makeBus(aws, 'b').announce(event)).rejects.toMatchObject({ name: 'Failure', kind });
  });

  it('sends nothing that is over 64 kB', async () => {
    const { aws, asked } = scriptedAws(() => ok({ FailedEntryCount: 0 }));
    const detail = { text: 'x'.repeat(65_536) };
    await expect(makeBus(aws, 'b').announce({ ...event, detail })).rejects.toMatchObject({ kind: 'bug' });
    expect(asked).toHaveLength(0);
  });
});
