import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { physicalName, type SecretName } from '../../lambdas/foundation/contract/resources.ts';
import type { Scene } from './scene.ts';
import { demand, type Step } from './step.ts';
import { ask, messageTo, post, signature } from './webhook.ts';

const Apps = z.object({ apps: z.array(z.object({ appSecret: z.string() })) });

async function secret({ asked, target }: Scene, name: SecretName): Promise<string> {
  const SecretId = physicalName.secret(asked.stage, name);
  return (await target.value().secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
}

/** Who gets in. */
export const accessSteps: readonly Step[] = [
  {
    name: 'challenge',
    needs: ['stacks'],
    remedy: 'Look at the log of webhooks/ingest (may it read the secret verify-token?), and at the domain’s DNS.',
    async run(scene) {
      const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' };
      const right = await ask(scene, { ...query, 'hub.verify_token': await secret(scene, 'verifyToken') });
      const wrong = await ask(scene, { ...query, 'hub.verify_token': `not-the-token-${scene.run}` });
      demand(right.status === 200 && right.text === '1158201444', `the right token was answered ${right.status}`);
      demand(wrong.status === 403, `a wrong token was answered ${wrong.status} instead of 403`);
      return 'echoed for the right token, 403 for a wrong one';
    },
  },
  {
    name: 'app secret',
    needs: ['identity'],
    remedy: 'Set it: npm run ctl -- app set <app id> --stage <stage>.',
    async run(scene) {
      const { apps } = Apps.parse(JSON.parse(await secret(scene, 'metaApps')));
      const set = apps.map(({ appSecret }) => appSecret).filter(Boolean);
      const [first] = set;
      demand(first !== undefined, 'no app secret is set: every delivery is answered 503');
      scene.appSecret.learn(first);
      return `set for ${set.length} app${set.length === 1 ? '' : 's'}`;
    },
  },
  {
    name: 'signatures',
    needs: ['stacks', 'app secret'],
    remedy: 'The route must reach webhooks/ingest, and nothing before it may answer: compare its log with the answer.',
    async run(scene) {
      const body = messageTo(scene.page, `forged-${scene.run}`, 'smoke');
      const unsigned = await post(scene, body, {});
      const wrong = await post(scene, body, signature(body, `not-the-secret-${scene.run}`));
      demand(unsigned.status === 401, `an unsigned body was answered ${unsigned.status} instead of 401`);
      demand(wrong.status === 401, `a wrongly signed body was answered ${wrong.status} instead of 401`);
      return 'unsigned 401, wrongly signed 401';
    },
  },
];
