import type { MetaApp, Secrets } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { FailureKind } from '../foundation/core/verdicts.ts';
import type { Platform } from './scopes.ts';

/** Where the apps' secrets are. */
export type Apps = Pick<Secrets, 'metaApps'>;

const kindOf = (platform: Platform) => (platform === 'instagram' ? 'instagram' : 'facebook');

/** The app for a platform: the named one, else the first of its kind. Throws `Failure` `misconfigured` without one. */
export async function appFor(secrets: Apps, platform: Platform, appId?: string): Promise<MetaApp> {
  const kind = kindOf(platform);
  const fits = (app: MetaApp) => app.kind === kind && (appId === undefined || app.appId === appId);
  const found = (await secrets.metaApps()).find(fits) ?? (await secrets.metaApps({ fresh: true })).find(fits);
  if (found) return found;
  throw new Failure('misconfigured', `no ${kind} app of that id is set up`);
}

/** How Meta answers when it is not the token but our app secret that it does not like. */
const secretRefused: readonly FailureKind[] = [
  'connection-revoked',
  'misconfigured',
  'meta-rejected',
  'meta-unavailable',
];

/**
 * Runs work that speaks with the app's secret, and once more if that was reset meanwhile: a process remembers secrets
 * for minutes, and a person's code is worth one try only with the right one.
 */
export async function withCurrentSecret<T>(
  secrets: Apps,
  app: MetaApp,
  work: (app: MetaApp) => Promise<T>,
): Promise<T> {
  try {
    return await work(app);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || !secretRefused.includes(thrown.kind)) throw thrown;
    const fresh = (await secrets.metaApps({ fresh: true })).find(({ appId }) => appId === app.appId);
    if (!fresh || fresh.appSecret === app.appSecret) throw thrown;
    return work(fresh);
  }
}
