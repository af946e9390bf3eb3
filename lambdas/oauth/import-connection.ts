import type * as z from 'zod/mini';
import { AccessToken } from '../foundation/core/access-token.ts';
import type { Caller } from '../foundation/core/api.ts';
import type { MetaApp } from '../foundation/core/doors.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { Connection } from '../foundation/store/connections.ts';
import { type Consent, type ConsentGraph, consentOfCode, consentOfToken } from './consent.ts';
import { type KeepDoors, keepConnection, renew } from './keep-connection.ts';
import { connectionView } from './list-connections.ts';
import { type Apps, appFor, withCurrentSecret } from './meta-apps.ts';
import { joined, type Missing } from './missing.ts';
import type { routes } from './routes.ts';
import { featuresOf } from './scopes.ts';

/** What importing may touch. */
export interface ImportDoors extends KeepDoors {
  readonly secrets: Apps;
  readonly graph: ConsentGraph & Pick<Graph, 'subscribeAsset' | 'registerNumber'>;
}

type Asked = z.output<(typeof routes)['POST /v1/connections']['body']>;
type Signup = Extract<Asked, { kind: 'embedded-signup' }>;

/**
 * `POST /v1/connections`: verifies what was pasted and keeps it. Throws `Failure` `invalid-request` when Meta says that
 * it is not what it should be, and what the Graph throws.
 */
export async function importConnection(caller: Caller, asked: Asked, doors: ImportDoors) {
  const platform = asked.kind === 'embedded-signup' ? 'whatsapp' : 'system-user';
  const app = await appFor(doors.secrets, platform, asked.appId);
  const [field, consent] =
    asked.kind === 'embedded-signup'
      ? (['code', await ofCode(app, asked, doors)] as const)
      : (['token', await ofToken(app, asked.token, doors)] as const);
  const features = ('features' in asked && asked.features) || featuresOf(platform, consent.granted);
  if (features.length === 0) throw wrong(field, 'its scopes serve none of our features');
  const kept = await keepConnection({ ...caller, platform, features }, consent, doors);
  return connectionView(asked.kind === 'embedded-signup' ? await openNumber(kept, consent, asked, doors) : kept);
}

const ofCode = (app: MetaApp, { code }: Signup, { secrets, graph }: ImportDoors) =>
  checked('code', () =>
    withCurrentSecret(secrets, app, (current) => consentOfCode(current, { platform: 'whatsapp', code }, graph)),
  );

const ofToken = (app: MetaApp, text: string, { secrets, graph }: ImportDoors) =>
  checked('token', () =>
    withCurrentSecret(secrets, app, (current) => consentOfToken(current, new AccessToken(text), 'system-user', graph)),
  );

const wrong = (field: string, reason: string, cause?: unknown) =>
  new Failure('invalid-request', `the ${field} cannot be used`, { errors: [{ path: `body.${field}`, reason }], cause });

/** What Meta refuses is the caller's to mend; what passes keeps its kind. */
async function checked(field: string, read: () => Promise<Consent>): Promise<Consent> {
  try {
    return await read();
  } catch (thrown) {
    const { kind, message } = asFailure(thrown);
    if (kind === 'forbidden') throw wrong(field, message, thrown);
    if (kind === 'connection-revoked' || kind === 'meta-rejected') throw wrong(field, 'Meta does not take it', thrown);
    throw thrown;
  }
}

/** Webhooks of the WABA and the number's registration, at once (fact sheet §2); what fails is told, and linking goes on. */
async function openNumber(kept: Connection, { app, token }: Consent, asked: Signup, doors: ImportDoors) {
  const { wabaId, phoneNumberId, pin } = asked;
  const identity: GraphIdentity = { app, token, holder: 'system', account: kept.id };
  const lacks: Missing[] = [];
  const attempt = async (what: string, remedy: string, call: () => Promise<void>) => {
    try {
      await call();
    } catch (thrown) {
      lacks.push({ what, why: asFailure(thrown).message, remedy });
    }
  };
  await attempt(`subscription:whatsapp:${wabaId}`, 'it is tried again while the connection is linked', () =>
    doors.graph.subscribeAsset(identity, { kind: 'waba', id: wabaId }, []),
  );
  if (phoneNumberId !== undefined && pin !== undefined) {
    await attempt(`number:${phoneNumberId}`, 'register it in WhatsApp Manager, or sign up again', () =>
      doors.graph.registerNumber(identity, phoneNumberId, pin),
    );
  }
  if (lacks.length === 0) return kept;
  return renew(kept, ({ missing }) => ({ missing: joined(missing, lacks) }), doors);
}
