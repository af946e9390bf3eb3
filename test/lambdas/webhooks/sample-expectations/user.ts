import { at, type Expectations, type ExpectedItem, hashed, items } from './expectation.ts';

const of = (topic: string, kind: string, time: number, occurredAt: string, event: ExpectedItem['event']) => ({
  asset: 'user:0',
  channel: 'user',
  topic,
  kind,
  dedupeKey: hashed(time),
  occurredAt,
  event,
});

/** Objects `user` and `permissions`. */
export const user: Expectations = {
  'permissions_granted_connected.json': items(
    of('connected', 'permission-change', 1567181353, '2019-08-30T16:09:13.000Z', {
      permission: 'connected',
      verb: 'granted',
    }),
  ),
  'permissions_granted_target_ids.json': items(
    of('manage_fundraisers', 'permission-change', 1567635588, '2019-09-04T22:19:48.000Z', {
      permission: 'manage_fundraisers',
      verb: 'granted',
      targetIds: ['123123123123123', '321321321321321'],
    }),
  ),
  'user_email_changed.json': items({
    ...of('email', 'user-change', 1505485762, '2017-09-15T14:29:22.000Z', { fields: ['email'] }),
    hides: [at('entry.0.changes.0.value')],
  }),
};
