import { demand, type Step } from './steps.ts';

const json = { 'content-type': 'application/json' };

/** Who gets in. */
export const accessSteps: readonly Step[] = [
  {
    name: 'challenge',
    remedy: 'Look at the log of webhooks/ingest: may it read the secret verify-token?',
    async run({ call, webhookUrl, secret }) {
      const token = await secret('verifyToken');
      const ask = (offered: string) =>
        call(
          'GET',
          `${webhookUrl}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': offered })}`,
        );
      const [right, wrong] = [await ask(token), await ask('not-the-token')];
      demand(right.status === 200 && right.text === '1158201444', `answered ${right.status}`);
      demand(wrong.status === 403, `a wrong token was answered ${wrong.status}`);
      return 'echoed for the right token, 403 for a wrong one';
    },
  },
  {
    name: 'unsigned',
    remedy: 'The route must reach webhooks/ingest and nothing before it may answer 2xx.',
    async run({ call, webhookUrl }) {
      const body = Buffer.from('{}');
      const unsigned = await call('POST', webhookUrl, body, json);
      const forged = await call('POST', webhookUrl, body, {
        ...json,
        'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
      });
      demand(unsigned.status === 401 && forged.status === 401, `answered ${unsigned.status} and ${forged.status}`);
      return '401, forged 401';
    },
  },
  {
    name: 'app secret',
    remedy: 'Set it: npm run ctl -- app set <app id> --stage <stage>',
    async run({ sign }) {
      await sign(Buffer.from(''));
      return 'set';
    },
  },
];
