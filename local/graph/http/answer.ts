import { createHash, randomBytes } from 'node:crypto';
import { datasetQuality } from '../edges/dataset-quality.ts';
import { mediaCall, mediumOf } from '../edges/media-node.ts';
import { appOf, loseAnswer, type Meta } from '../meta.ts';
import { debugToken } from '../oauth/debug-token.ts';
import { accessToken, revoke } from '../oauth/exchange.ts';
import { InstagramRefusal, instagramCode, instagramLongLived, instagramRefresh } from '../oauth/instagram-exchange.ts';
import { NODE_NAMES } from '../world/things.ts';
import { tokenHash } from '../world/tokens.ts';
import type { CallRow } from './call-journal.ts';
import { callerOf, proofOf, tokenKindOf } from './caller.ts';
import { type GraphFault, refusalOf } from './graph-faults.ts';
import type { GraphRequest } from './graph-request.ts';
import { type Answered, nodeCall } from './node-call.ts';
import { Refusal, unknownPath } from './refusal.ts';
import { spend, Throttled } from './spend.ts';
import { traceId } from './trace-id.ts';
import { NEWEST, served } from './versions.ts';

/** One answer on the wire; `cut` ends the connection without it, `truncated` in the middle of it. */
export type WireAnswer = {
  status: number;
  headers: Record<string, string>;
  text: string;
  cut?: true;
  truncated?: true;
};

/** Answers one call, with the faults of the script and a line in the journal; never throws. */
export async function answerGraph(meta: Meta, request: GraphRequest, inBatch = false): Promise<WireAnswer> {
  const row = meta.calls.open(request, inBatch);
  noteToken(meta, request, row);
  const fault = meta.faults.take(request, row.tokenKind);
  row.fault = fault?.kind ?? null;
  if (fault && 'code' in fault) [row.code, row.subcode] = [fault.code, fault.subcode ?? null];
  const instead = fault && before(fault);
  const answer = instead ?? (await plainAnswer(meta, request, row));
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  const wire = fault && !instead ? after(fault, answer) : answer;
  row.status = wire.cut ? null : wire.status;
  if (wire.cut) loseAnswer(meta, request);
  return wire;
}

function noteToken(meta: Meta, request: GraphRequest, row: CallRow): void {
  nameNode(meta, request, row);
  row.tokenKind = tokenKindOf(meta, request);
  if (request.token === null) return;
  row.tokenHash = tokenHash(request.token.text);
  const token = meta.tokens.find(request.token.text);
  const app = token && appOf(meta, token.app);
  if (app) row.proof = proofOf(meta, app, request.token.text, request.params);
}

/** `me` is whoever the token speaks for, dead or alive; what is no node keeps its path. */
function nameNode(meta: Meta, request: GraphRequest, row: CallRow): void {
  const { world, tokens } = meta;
  const { path, token } = request;
  const self = tokens.find(token?.text ?? '');
  const [id = '-', edge = null] = path;
  const node = world.find(id === 'me' ? (self?.page ?? self?.person ?? id) : id);
  row.node = node ? NODE_NAMES[node.kind] : mediumOf(meta, request) ? 'Media' : path.join('/') || '-';
  row.edge = node ? edge : null;
  row.path = row.edge === null ? row.node : `${row.node}/${row.edge}`;
}

async function plainAnswer(meta: Meta, request: GraphRequest, row: CallRow): Promise<WireAnswer> {
  try {
    const { body, headers } = await route(meta, request);
    return json(200, body, headers);
  } catch (cause) {
    if (cause instanceof InstagramRefusal) return json(400, cause.body, {});
    if (!(cause instanceof Refusal)) throw cause;
    row.code = cause.code;
    row.subcode = typeof cause.body.error_subcode === 'number' ? cause.body.error_subcode : null;
    return json(cause.status, errorBody(cause.body), cause instanceof Throttled ? cause.headers : {});
  }
}

/** The error envelope of fact sheet §3. */
const errorBody = (error: Record<string, unknown>) => ({
  error: { ...error, fbtrace_id: traceId() },
});

const IN_FRONT = new Set([
  'oauth/access_token',
  'oauth/revoke',
  'debug_token',
  'access_token',
  'refresh_access_token',
  'dataset_quality',
]);

/** The endpoints that are no nodes, then the nodes. */
async function route(meta: Meta, request: GraphRequest): Promise<Answered> {
  const at = request.path.join('/');
  const medium = mediumOf(meta, request);
  if (medium) return mediaCall(meta, request, medium);
  if (!IN_FRONT.has(at)) return nodeCall(meta, request);
  if (at === 'dataset_quality') return datasetQuality(meta, request);
  const { version } = served(request.version, false, true, at);
  const headers = { 'facebook-api-version': version };
  switch (`${request.host}/${at}`) {
    case 'graph.facebook.com/oauth/access_token':
      return { body: accessToken(meta, request), headers };
    case 'graph.facebook.com/oauth/revoke':
      return { body: revoke(meta, request), headers };
    case 'graph.facebook.com/debug_token': {
      const caller = callerOf(meta, request);
      const usage = spend(meta, caller, null, null, request.method);
      return { body: debugToken(meta, caller, request.params.input_token), headers: { ...headers, ...usage } };
    }
    case 'api.instagram.com/oauth/access_token':
      return { body: instagramCode(meta, request), headers: {} };
    case 'graph.instagram.com/access_token':
      return { body: instagramLongLived(meta, request), headers: {} };
    case 'graph.instagram.com/refresh_access_token':
      return { body: instagramRefresh(meta, request), headers: {} };
    default:
      throw unknownPath(at);
  }
}

/** Headers by which Meta finds a call again (fact sheet §3). */
const traces = (): Record<string, string> => ({
  'x-fb-rev': '1000000001',
  'x-fb-request-id': traceId(),
  'x-fb-trace-id': `B${randomBytes(8).toString('base64url')}`,
  'x-fb-debug': createHash('sha256').update(randomBytes(8)).digest('base64'),
});

const json = (status: number, body: unknown, headers: Record<string, string>): WireAnswer => ({
  status,
  headers: {
    'content-type': 'application/json; charset=UTF-8',
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    'facebook-api-version': NEWEST,
    ...traces(),
    ...headers,
  },
  text: JSON.stringify(body),
});

/** As Meta's page looks when something is down (fact sheet §3). */
const HTML_500 =
  '<!DOCTYPE html><html lang="en"><body><h1>Sorry, something went wrong.</h1><p>We are working on it and we will get it fixed as soon as we can.</p></body></html>';

/** What a fault answers instead of the call; null for those that let it happen. */
function before(fault: GraphFault): WireAnswer | null {
  if (fault.kind === 'closeBefore') return { status: 0, headers: {}, text: '', cut: true };
  if (fault.kind === 'html500') {
    return { status: 500, headers: { 'content-type': 'text/html; charset=utf-8', ...traces() }, text: HTML_500 };
  }
  if (fault.kind !== 'error' && fault.kind !== 'error200') return null;
  const refusal = refusalOf(fault);
  return json(fault.kind === 'error200' ? 200 : refusal.status, errorBody(refusal.body), {});
}

/** What a fault makes of an answer. */
function after(fault: GraphFault, answer: WireAnswer): WireAnswer {
  if (fault.kind === 'closeAfterCommit') return { ...answer, cut: true };
  if (fault.kind === 'truncated') return { ...answer, truncated: true };
  if (fault.kind === 'tooBig') return { ...answer, text: `${answer.text}${' '.repeat(fault.bytes)}` };
  return answer;
}
