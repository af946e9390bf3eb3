import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import type { Target } from './target.ts';
import { CtlError, type Words } from './words.ts';

const App = z.object({
  appId: z.string(),
  kind: z.enum(['facebook', 'instagram']),
  appSecret: z.string(),
  previousAppSecret: z.string().optional(),
  previousUntil: z.string().optional(),
});
const Apps = z.object({ apps: z.array(App) });
type App = z.infer<typeof App>;

/** Meta redelivers for up to 7 days (`meta-platform` §7), but signs anew each time: a day covers what is under way. */
const defaultOverlapHours = 24;

/** Asks without echo on a terminal, else takes the first line of stdin: the secret touches no file and no history. */
async function askSecret(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (process.stdin.isTTY) process.stderr.write(question);
  const asking = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY ?? false });
  const [line] = await Promise.all([asking.question('')]);
  asking.close();
  if (process.stdin.isTTY) process.stderr.write('\n');
  return line.trim();
}

/** The list with this app's secret set; the one before stays accepted for `overlapMs` from `now` (milliseconds). */
export function withSecret(
  apps: readonly App[],
  app: Pick<App, 'appId' | 'kind' | 'appSecret'>,
  now: number,
  overlapMs: number,
): App[] {
  const before = apps.find(({ appId }) => appId === app.appId);
  const others = apps.filter(({ appId }) => appId !== app.appId);
  if (before === undefined) return [...others, app];
  // Set twice, a secret must not push out the one before it while Meta may still sign with that.
  if (before.appSecret === app.appSecret) return [...others, { ...before, kind: app.kind }];
  const previousUntil = new Date(now + overlapMs).toISOString();
  return [...others, { ...app, previousAppSecret: before.appSecret, previousUntil }];
}

/** Sets an app's secret in Secrets Manager; functions see it within a minute of the first mismatch. */
export async function appSet({ secrets, stage }: Target, { plain, flags }: Words): Promise<void> {
  const [appId] = plain;
  if (appId === undefined || !/^[0-9]{5,20}$/.test(appId)) throw new CtlError('Name the app by its id, digits only.');
  const kind = z.enum(['facebook', 'instagram']).safeParse(flags.kind ?? 'facebook');
  if (!kind.success) throw new CtlError('--kind is facebook or instagram');
  const appSecret = await askSecret(`App secret of ${appId} (not shown): `);
  if (!/^\S{8,128}$/.test(appSecret)) throw new CtlError('That is no app secret: 8 to 128 characters without spaces.');
  const SecretId = physicalName.secret(stage, 'metaApps');
  const { SecretString = '{"apps":[]}' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  const overlapMs = Number(flags.overlap ?? defaultOverlapHours) * 3_600_000;
  const apps = withSecret(
    Apps.parse(JSON.parse(SecretString)).apps,
    { appId, kind: kind.data, appSecret },
    Date.now(),
    overlapMs,
  );
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify({ apps }) }));
  process.stdout.write(`set; ${apps.length} app${apps.length === 1 ? '' : 's'} in ${SecretId}\n`);
}
