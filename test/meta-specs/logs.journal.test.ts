import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, it } from '@jest/globals';
import { clientFor } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';

/** The simulator's tokens and codes, and parts of addresses that carry a word which opens something. */
const secretShapes: Readonly<Record<string, RegExp>> = {
  token: /(?:EAA|IGAA)fake[0-9a-f]{8}/,
  code: /AQfake[0-9a-f]{8}/,
  'app secret': /fake-app-secret-[0-9a-f]{4}/,
  proof: /appsecret_proof=[0-9a-f]/,
  'state or start word': /[?&](?:state|start)=[\w-]{20}/,
};

it('no log line of all the journeys holds a token, a code, a secret or a word that opens something', async () => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  const client = new CloudWatchLogsClient(clientFor(outputs.emulator));
  const found: string[] = [];
  const read = new Map<string, number>();
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: '/metaport/' })) {
    for (const { logGroupName = '' } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        read.set(logGroupName, (read.get(logGroupName) ?? 0) + events.length);
        for (const { message = '' } of events)
          for (const [what, shape] of Object.entries(secretShapes))
            if (shape.test(message)) found.push(`${logGroupName}: ${what}`);
      }
    }
  }
  console.log([...read].map(([group, lines]) => `${group} ${lines}`).join('\n'));
  expect(found).toEqual([]);
  for (const room of ['oauth/connect', 'oauth/link', 'oauth/care', 'assets/manage', 'compliance/callback'])
    expect(read.get(`/metaport/local/${room}`)).toBeGreaterThan(0);
}, 120_000);
