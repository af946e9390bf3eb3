import { readFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { loopbackCertificate } from '../local/emulator/certificate.ts';
import { folder } from './bundled.ts';
import { chunks, itemBytes, readUnits, type TypedItem, writeUnits } from './item-size.ts';
import { sinkLanes } from './sink-lanes.ts';
import { benchApp, benchPageSecret, benchSecret, standingRows } from './standing-rows.ts';

/** One call as it is billed. `about` is the kind of row, where there is one. */
export interface SinkCall {
  readonly operation: string;
  readonly about: string;
  /** Requests for SQS, EventBridge and the like, write units or read units for DynamoDB. */
  readonly units: number;
  /** Of the item, for DynamoDB. */
  readonly bytes: number;
}

/** A loopback server that answers like AWS and counts like its bill. */
export interface Sink {
  readonly url: string;
  readonly certificate: string | undefined;
  readonly calls: SinkCall[];
  /** The bodies of the messages that were sent. */
  readonly messages: string[];
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of AWS's, read in a few places
type Body = Readonly<Record<string, any>>;

/** Starts the sink on a free port; with TLS as AWS has it, or without where only the calls are counted. */
export async function startSink({ tls }: { readonly tls: boolean }): Promise<Sink> {
  const calls: SinkCall[] = [];
  const messages: string[] = [];
  const sizes = new Map<string, number>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const operation = String(request.headers['x-amz-target'] ?? request.method).replace(/^.*\./, '');
      const body: Body = text.startsWith('{') ? JSON.parse(text) : {};
      calls.push(billed(operation, body, text, sizes));
      if (operation === 'SendMessageBatch') messages.push(...body.Entries.map((one: Body) => one.MessageBody));
      const meta = request.url?.startsWith('/graph.');
      response.setHeader('content-type', meta ? 'application/json' : 'application/x-amz-json-1.0');
      response.end(JSON.stringify(meta ? answerOfMeta(request.url ?? '') : answerTo(operation, body)));
    });
  };
  const certificate = tls ? await loopbackCertificate(folder) : undefined;
  const server = certificate
    ? createHttps({ key: readFileSync(certificate.key), cert: readFileSync(certificate.certificate) }, answer)
    : createHttp(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    certificate: certificate?.certificate,
    calls,
    messages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const kindOf = (pk: unknown) => String(pk ?? '').split('#')[0] ?? '';
const keyName = ({ pk, sk }: Body) => `${pk?.S}\n${sk?.S}`;

function billed(operation: string, body: Body, text: string, sizes: Map<string, number>): SinkCall {
  const key: Body = body.Item ?? body.Key ?? {};
  const about = kindOf(key.pk?.S);
  if (operation === 'PutItem') {
    const bytes = itemBytes(body.Item as TypedItem);
    sizes.set(keyName(key), bytes);
    return { operation, about, units: writeUnits(bytes), bytes };
  }
  // A transaction writes everything twice (developer guide, "read/write capacity").
  if (operation === 'TransactWriteItems') {
    const units = body.TransactItems.map(({ Put }: Body) => 2 * writeUnits(Put ? itemBytes(Put.Item) : 0));
    return { operation, about, units: units.reduce((sum: number, one: number) => sum + one, 0), bytes: 0 };
  }
  if (operation === 'BatchGetItem') {
    const asked = Object.values<Body>(body.RequestItems).reduce((sum, { Keys }) => sum + Keys.length, 0);
    return { operation, about, units: asked, bytes: 0 };
  }
  const bytes = sizes.get(keyName(key)) ?? (body.Key ? itemBytes(body.Key as TypedItem) : 0);
  if (operation === 'UpdateItem' || operation === 'DeleteItem')
    return { operation, about, units: writeUnits(bytes), bytes };
  if (operation === 'GetItem' || operation === 'Query') return { operation, about, units: readUnits(bytes), bytes };
  return { operation, about, units: chunks(Buffer.byteLength(text)), bytes: 0 };
}

const appSecrets = JSON.stringify({ apps: [benchApp] });

/** Meta's answers to a person who has nothing; `debug_token` says that their token is good. */
const answerOfMeta = (url: string): unknown =>
  url.includes('/debug_token')
    ? { data: { app_id: benchApp.appId, type: 'USER', user_id: '5001', is_valid: true, expires_at: 0, scopes: [] } }
    : { data: [], id: '5001', name: 'Fake Person', events_received: 1, recipient_id: '5001', message_id: 'm_fake-1' };

function secretFor(id: string): string {
  if (id.includes('meta_apps')) return appSecrets;
  if (id.includes('fake-page-secret')) return benchPageSecret;
  return id.includes('/conn/') ? benchSecret : 'fake-verify-token';
}

function answerTo(operation: string, body: Body): unknown {
  switch (operation) {
    case 'GetSecretValue':
      return { SecretString: secretFor(String(body.SecretId)) };
    case 'SendMessageBatch':
      return { Successful: body.Entries.map(({ Id }: Body) => ({ Id, MessageId: `message-${Id}` })), Failed: [] };
    case 'PutEvents':
      return { FailedEntryCount: 0, Entries: body.Entries.map((_: Body, at: number) => ({ EventId: `event-${at}` })) };
    case 'GetItem':
      return kindOf(body.Key.pk.S) === 'assetOwner'
        ? { Item: { ...body.Key, owner: { S: 'bench' }, linkedAt: { S: '2026-11-01T00:00:00.000Z' } } }
        : { Item: standingRows.get(keyName(body.Key)) };
    case 'UpdateItem':
      return kindOf(body.Key.pk.S) === 'lane' ? { Attributes: sinkLanes.updated(body) } : {};
    case 'Query': {
      const Items = sinkLanes.query(body);
      return { Items, Count: Items.length };
    }
    default:
      return {};
  }
}
