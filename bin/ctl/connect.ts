import * as z from 'zod';
import { settingsOf } from './doctor.ts';
import { asOperator, type Target, workspaceOf } from './target.ts';
import { CtlError, type Words } from './words.ts';

const Begun = z.object({ url: z.string(), expiresAt: z.string(), scopes: z.array(z.string()) });

/** What most people connect an account for first. */
const usualFeatures = 'pages,messaging';

/** Begins a consent and prints the address for the person's browser; it is good for ten minutes and one browser. */
export async function connect(target: Target, { flags }: Words): Promise<void> {
  const features = (flags.features ?? usualFeatures).split(',').filter(Boolean);
  const [origin] = flags['return-to'] === undefined ? (await settingsOf(target)).returnOrigins : [];
  const returnTo = flags['return-to'] ?? origin;
  if (returnTo === undefined) throw new CtlError('The stage has no return origins; see npm run ctl -- doctor');
  const body = {
    platform: flags.platform ?? 'facebook',
    features,
    returnTo,
    ...(flags.config === undefined ? {} : { configId: flags.config }),
  };
  const workspace = workspaceOf(target, flags.workspace);
  const call = { function: 'oauth/connect', routeKey: 'POST /v1/connections/authorize', workspace, body };
  const { url, expiresAt, scopes } = Begun.parse(await asOperator(target, call));
  process.stdout.write(`${url}\ngood until ${expiresAt}; asks for ${scopes.join(', ')}\n`);
}
