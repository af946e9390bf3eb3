import { systemClock } from '../../../../lambdas/foundation/core/clock.ts';
import { startSimulator } from '../../../../local/graph/server.ts';
import type { GraphUnderTest } from '../../../doors/graph-suite.ts';
import { openBench } from './loopback-meta.ts';

/** Demo values of the simulator's own world. */
const facebook = { appId: '1234567890', appSecret: 'demo-app-secret', kind: 'facebook' } as const;
const instagram = { appId: '1234567891', appSecret: 'demo-instagram-secret', kind: 'instagram' } as const;
const redirectUri = 'https://app.example.org/oauth/callback';

/** Every call that any of these clients made. */
export const called = new Set<string>();

/** The real client before a fresh simulator. */
export async function simulatedGraph(): Promise<GraphUnderTest> {
  const settings = {
    appSecret: facebook.appSecret,
    instagramAppSecret: instagram.appSecret,
    redirectUris: [redirectUri],
    verifyToken: 'demo-verify',
  };
  const { url, close } = await startSimulator({ port: 0, settings });
  const bench = openBench(url, { clock: systemClock, timeoutMs: 4_000 });
  const end = async () => {
    for (const { call } of bench.audits) called.add(call);
    await close();
  };
  return { ...bench, facebook, instagram, redirectUri, url, close: end };
}
