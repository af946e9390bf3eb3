import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../local/cloud/wait-until.ts';
import { clientFor } from '../../local/emulator/clients.ts';
import { workersOf } from '../../local/emulator/workers.ts';
import { type Outputs, readOutputs } from '../../local/outputs.ts';

let outputs: Outputs;

beforeAll(() => {
  const found = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!found) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  outputs = found;
});

/** The status alone; the body is read, or its socket would keep the test process alive. */
async function statusOf(path: string, token?: string, method = 'GET'): Promise<number> {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const reply = await fetch(outputs.apiUrl + path, { method, headers });
  await reply.arrayBuffer();
  return reply.status;
}

async function tokenWith(scope: string): Promise<string> {
  const basic = Buffer.from(`${outputs.workspace}:${outputs.issuerClientSecret}`).toString('base64');
  const reply = await fetch(`${outputs.issuerUrl}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  return String(Object(await reply.json()).access_token);
}

describe('the local cloud', () => {
  it('names its doors by URLs that end without slash or query', () => {
    const urls = [outputs.apiUrl, outputs.webhookUrl, outputs.docsUrl, outputs.issuerUrl, outputs.simulatorUrl];
    for (const url of urls) expect(url).toMatch(/^https?:\/\/(localhost|127\.0\.0\.1):\d+(\/[^?/]+)*$/);
  });

  it('asks for a token that its issuer signed, and for the scope of the route', async () => {
    const [head, claims] = outputs.token.split('.');
    expect(await statusOf('/v1/webhooks/events')).toBe(401);
    expect(await statusOf('/v1/webhooks/events', `${head}.${claims}.bm90LWEtc2lnbmF0dXJl`)).toBe(401);
    expect(await statusOf('/v1/webhooks/events', await tokenWith('read'))).toBe(200);
    expect(await statusOf('/v1/webhooks/replays', await tokenWith('read'), 'POST')).toBe(403);
  });

  it('lets a function’s worker process be found, and replaces one that was killed', async () => {
    const workers = () => workersOf(outputs.emulator.workersDir, 'metaport-local-reference-serve');
    expect(await statusOf('/v1/docs')).toBe(200);
    const before = workers();
    expect(before.length).toBeGreaterThan(0);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    expect(await waitUntil(5, async () => workers().length === 0)).toBe(true);
    expect(await statusOf('/v1/docs')).toBe(200);
    expect(workers().some((pid) => !before.includes(pid))).toBe(true);
  });

  it('makes metrics of what the functions log', async () => {
    expect(await statusOf('/v1/openapi.json')).toBe(200);
    const client = new CloudWatchClient(clientFor(outputs.emulator));
    const services = async () => {
      const { Metrics = [] } = await client.send(new ListMetricsCommand({ MetricName: 'Requests' }));
      return Metrics.flatMap(({ Dimensions = [] }) => Dimensions.map(({ Value }) => Value));
    };
    expect(await waitUntil(40, async () => (await services()).includes('reference/serve'))).toBe(true);
  }, 60_000);
});
