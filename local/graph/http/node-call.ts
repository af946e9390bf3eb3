import type { EdgeCall } from '../edges/edge.ts';
import { EDGES } from '../edges/table.ts';
import type { Meta } from '../meta.ts';
import type { Thing } from '../world/things.ts';
import { type Caller, callerOf } from './caller.ts';
import { demandEdge, demandNode, nodeOf } from './demand.ts';
import { wantedOf } from './field-list.ts';
import type { GraphRequest } from './graph-request.ts';
import { badParameter, missing, unknownPath } from './refusal.ts';
import { type Showing, showAnswer, showNode } from './show-node.ts';
import { spend } from './spend.ts';
import { demandExisting, served } from './versions.ts';

/** What a call came to, with the headers that go with it. */
export type Answered = { body: unknown; headers: Record<string, string> };

/** Kinds whose calls follow the Marketing API's calendar. */
const MARKETING = new Set<Thing['kind']>(['ad_account', 'pixel', 'catalog']);

/** `/{node}` and `/{node}/{edge}`: who calls, what is seen, what is allowed, and what it comes to. */
export async function nodeCall(meta: Meta, request: GraphRequest): Promise<Answered> {
  const { path, params } = request;
  demandExisting(request.version, path.join('/'));
  if (params.ids !== undefined) throw badParameter('The ids query parameter is deprecated in v26.0+.');
  const caller = callerOf(meta, request);
  const [id = '', edgeName, ...rest] = path;
  const node = nodeOf(meta.world, request, caller, id, meta.clock.now());
  const version = served(request.version, MARKETING.has(node.kind), caller.app.autoUpgrade, path.join('/'));
  const usage = spend(meta, caller, node, edgeName ?? null, request.method);
  const headers = {
    'facebook-api-version': version.version,
    ...(version.warning ? { 'x-ad-api-version-warning': version.warning } : {}),
  };
  return {
    body: await bodyOf({ meta, caller, host: request.host, request }, node, edgeName, rest),
    headers: { ...usage, ...headers },
  };
}

async function bodyOf(showing: Showing, node: Thing, edgeName: string | undefined, rest: string[]): Promise<unknown> {
  const { request, caller } = showing;
  if (edgeName === undefined) return readNode(showing, caller, node);
  const edge = EDGES[`${node.kind}/${edgeName} ${request.method}`];
  if (!edge) throw hasEdge(node.kind, edgeName) ? missing(node.id, request.method) : unknownPath(edgeName);
  const call: EdgeCall = { ...showing, node, params: request.params, rest };
  demandEdge(edge, call);
  const wanted = edgeName === 'insights' ? null : wantedOf(request.params);
  return showAnswer(showing, await edge.run(call), wanted, request.path.join('/'));
}

const hasEdge = (kind: Thing['kind'], name: string): boolean =>
  ['GET', 'POST', 'DELETE'].some((method) => EDGES[`${kind}/${name} ${method}`] !== undefined);

function readNode(showing: Showing, caller: Caller, node: Thing): unknown {
  if (showing.request.method !== 'GET') throw missing(node.id, showing.request.method);
  demandNode(caller, node);
  return showNode(showing, node, wantedOf(showing.request.params));
}
