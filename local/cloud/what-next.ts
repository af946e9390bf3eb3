import type { Outputs } from '../outputs.ts';

/** What a newcomer reads when everything is up; every line can be copied into a shell as it stands. */
export function whatNext({ apiUrl, docsUrl, webhookUrl, simulatorUrl, emulator }: Outputs): string[] {
  return [
    '',
    'The local cloud is ready.',
    '',
    `  webhook    ${webhookUrl}`,
    `  API docs   ${docsUrl}`,
    `  simulator  ${simulatorUrl}`,
    '',
    'Try next, in another terminal:',
    '',
    '  npm run demo',
    '  npm run ctl -- connect',
    `  curl --cacert '${emulator.certificate}' -H "Authorization: Bearer $(npm run --silent ctl -- token)" '${apiUrl}/v1/webhooks/events'`,
    '  npm run ctl -- parked',
    '',
    'URLs, tokens and the app secret are in .local/outputs.json.',
  ];
}
