import { createHmac } from 'node:crypto';
import type { MetaApp } from '../../../lambdas/foundation/core/doors.ts';
import type { WorkContext } from '../../../lambdas/foundation/core/work.ts';
import type { PersonRows } from '../../../lambdas/foundation/store/person-rows.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeAssets } from '../../fakes/fake-assets.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeConnections } from '../../fakes/fake-connections.ts';
import { fakeDeletionRequests } from '../../fakes/fake-deletion-requests.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeSecrets } from '../../fakes/fake-secrets.ts';
import { fakeUnknownAssets } from '../../fakes/fake-unknown-assets.ts';

export const shopApp: MetaApp = { appId: '10001', kind: 'facebook', appSecret: 'fake-app-secret-one' };
export const gramApp: MetaApp = { appId: '10002', kind: 'instagram', appSecret: 'fake-app-secret-two' };

const encoded = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64url');

/** A form as Meta posts it, signed by hand: HMAC-SHA256 over the encoded payload (fact sheet §2). */
export function signedForm(secret: string, payload: object): Uint8Array {
  const text = encoded(JSON.stringify(payload));
  const signature = createHmac('sha256', secret).update(text).digest();
  return Buffer.from(`signed_request=${encoded(signature)}.${text}`);
}

/** The usual payload. */
export const payload = (userId: string, issuedAt: number, algorithm = 'HMAC-SHA256') => ({
  algorithm,
  issued_at: Math.floor(issuedAt / 1000),
  user_id: userId,
});

/** Rows by workspace, each a text; erased two rows a page. */
function fakeRows(texts: Map<string, string[]>): PersonRows {
  return {
    async erase(workspace, ids, after = '0') {
      const all = texts.get(workspace) ?? [];
      const from = Number(after);
      const page = all.slice(from, from + 2);
      const stays = page.filter((text) => !ids.some((id) => text.includes(id)));
      texts.set(workspace, [...all.slice(0, from), ...stays, ...all.slice(from + 2)]);
      const next = from + stays.length;
      const left = next < (texts.get(workspace)?.length ?? 0);
      return { examined: page.length, erased: page.length - stays.length, next: left ? String(next) : null };
    },
  };
}

/** Everything that may hold something of a person, in memory. */
export function complianceWorld() {
  const clock = fakeClock();
  const owners = fakeOwners(clock);
  const events = new Map<string, string[]>();
  const parked = new Map<string, string[]>();
  const secrets = fakeSecrets({ apps: [shopApp, gramApp] });
  const doors = {
    clock,
    secrets,
    requests: fakeDeletionRequests(clock),
    publicUrl: 'https://api.example.com',
    outbox: fakeOutbox(clock),
    bus: fakeBus(),
    events: fakeRows(events),
    parked: fakeRows(parked),
    connections: fakeConnections(),
    assets: fakeAssets(clock, owners),
    registry: owners.process(),
    unknown: fakeUnknownAssets(clock),
  };
  const notes = fakeNotes();
  const claimed: string[] = [];
  /** One run of the worker, which has its queue's 300 s. */
  const context = (): WorkContext => ({
    notes,
    clock,
    deadline: clock.now() + 300_000,
    firstSeenAt: '2026-11-21T10:00:00.000Z',
    hops: 0,
    claimed: ({ key }) => void claimed.push(key),
  });
  return { doors, clock, events, parked, secrets, notes, context, claimed };
}
