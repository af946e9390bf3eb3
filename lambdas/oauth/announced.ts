import * as z from 'zod/mini';
import { type AnnouncedEvent, head, said, type Told } from '../foundation/core/announced-event.ts';

const platforms = ['facebook', 'facebook-business', 'instagram', 'whatsapp', 'system-user'] as const;

const always = () => ({
  ...head(),
  connectionId: said(z.string(), 'The connection, as `GET /v1/connections/{id}` takes it.'),
  platform: said(z.enum(platforms), 'How the connection came to be.'),
  appId: said(z.string(), 'The Meta app that was consented to.'),
  reason: said(z.nullable(z.string()), 'Why it is not `connected`, in words; null: it is.'),
});

const linked = () => ({
  ...always(),
  found: said(z.number(), 'How many assets the account reaches.'),
  linked: said(z.number(), 'How many of them this workspace has now.'),
  subscribed: said(z.number(), 'How many of them send webhooks now.'),
  failed: said(z.number(), 'How many could not be subscribed.'),
  missing: said(z.array(z.string()), 'What is missing, 20 at most; `GET /v1/connections/{id}` has all, with remedies.'),
});

const id = (occasion: string) => `A hash of the type, the workspace, the connection and ${occasion}.`;
const again = 'A redelivery, or a crash, announces it again under the same `id`; a replay of webhooks never does.';

/** What subscribers are promised of connections. */
export const announced = {
  'connection.connected': {
    when: 'The assets of a connection were discovered, linked and subscribed, and nothing is missing.',
    use: 'Tell the person that the account is ready.',
    id: id('the time at which the run began'),
    again,
    detail: () => z.object(linked()),
  },
  'connection.incomplete': {
    when: 'The same, but something is missing: a feature’s scope, an asset’s task, a subscription.',
    use: 'Show the person what to mend, from `missing` of the connection.',
    id: id('the time at which the run began'),
    again,
    detail: () => z.object(linked()),
  },
  'connection.needs-reauth': {
    when: 'Meta does not take the token any more, and only the person can mend it.',
    use: 'Ask the person to connect again: `POST /v1/connections/authorize`.',
    id: id('the time at which its token was last seen alive'),
    again,
    detail: () =>
      z.object({
        ...always(),
        code: said(z.optional(z.number()), 'Meta’s code; absent where no token was left to ask with.'),
        subcode: said(z.optional(z.number()), 'Meta’s subcode, where it gave one.'),
      }),
  },
  'connection.disconnected': {
    when: 'A connection was taken off here, or the person removed the app at Meta; its tokens are wiped.',
    use: 'Stop offering what needs the account.',
    id: id('its creation, or the time of Meta’s callback'),
    again,
    detail: () =>
      z.object({
        ...always(),
        revokedAtMeta: said(
          z.optional(z.boolean()),
          'Whether Meta took the consent back, too; absent where Meta told us.',
        ),
      }),
  },
  'token.expiring': {
    when: 'A token, or Meta’s answering for the person’s data, ends in 14, 7, 3 or 1 days: once at each.',
    use: 'Ask the person to connect again in time.',
    id: id('the end with the number of days'),
    again,
    detail: () =>
      z.object({
        ...always(),
        what: said(z.enum(['token', 'data-access']), 'What ends first.'),
        expiresAt: said(z.string(), 'When; ISO-8601 UTC.'),
        daysLeft: said(z.number(), 'Whole days until then.'),
      }),
  },
} as const satisfies Record<string, AnnouncedEvent>;

/** What subscribers hear of a connection. */
export type ConnectionEvent = keyof typeof announced;

/** What a maker says besides the connection itself. */
export type ConnectionDetail<T extends ConnectionEvent> = Told<
  Omit<z.infer<ReturnType<(typeof announced)[T]['detail']>>, keyof ReturnType<typeof always>>
>;
