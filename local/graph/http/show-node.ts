import type { Edge, EdgeAnswer, EdgeCall, View } from '../edges/edge.ts';
import { DEFAULTS, fieldOf, NodeRef, noSuchField, shownId } from '../edges/node-fields.ts';
import { EDGES } from '../edges/table.ts';
import { NODE_NAMES, type Thing } from '../world/things.ts';
import { demandEdge } from './demand.ts';
import type { Wanted } from './field-list.ts';
import type { GraphRequest } from './graph-request.ts';
import { pagingOf, type Row, sliceOf } from './paging.ts';
import { missing } from './refusal.ts';

/** Where a node is shown: who looks, and the request whose `next` URLs are built. */
export type Showing = View & { request: GraphRequest };

/** A node as JSON: the wanted fields, or the usual ones. An edge's name is a field too (field expansion). */
export function showNode(
  showing: Showing,
  thing: Thing,
  wanted: readonly Wanted[] | null,
  defaults?: readonly string[],
): Row {
  const fields = wanted ?? (defaults ?? DEFAULTS[thing.kind]).map((name) => ({ name, params: {}, fields: [] }));
  const row: Row = {};
  for (const field of fields) {
    const value = fieldValue(showing, thing, field);
    if (value !== undefined) row[field.name] = value;
  }
  return { ...row, id: shownId(showing, thing) };
}

function fieldValue(showing: Showing, thing: Thing, wanted: Wanted): unknown {
  const found = fieldOf(showing, thing, wanted.name);
  if (found?.value instanceof NodeRef) {
    return showNode(showing, found.value.thing, wanted.fields.length > 0 ? wanted.fields : null);
  }
  return found ? found.value : expanded(showing, thing, wanted);
}

/** An edge inside `fields`; one that may not be read fails the whole call, as it does by itself. */
function expanded(showing: Showing, thing: Thing, wanted: Wanted): unknown {
  const edge = EDGES[`${thing.kind}/${wanted.name} GET`];
  if (!edge) throw noSuchField(wanted.name, NODE_NAMES[thing.kind]);
  const call: EdgeCall = { ...showing, node: thing, params: wanted.params, rest: [] };
  const answer = readNow(edge, call);
  const request = { ...showing.request, params: wanted.params };
  const fields = wanted.fields.length > 0 ? wanted.fields : null;
  return showAnswer({ ...showing, request }, answer, fields, `${thing.id}/${wanted.name}`);
}

function readNow(edge: Edge, call: EdgeCall): EdgeAnswer {
  demandEdge(edge, call);
  const answer = edge.run(call);
  if (answer instanceof Promise) throw missing(call.node.id);
  return answer;
}

/** What an edge found, as the body of an answer. */
export function showAnswer(
  showing: Showing,
  answer: EdgeAnswer,
  wanted: readonly Wanted[] | null,
  path: string,
): unknown {
  if ('json' in answer) return answer.json;
  if ('node' in answer) return showNode(showing, answer.node, wanted);
  const { params } = showing.request;
  if ('rows' in answer) {
    const slice = sliceOf(answer.rows, (row, at) => String(row.id ?? row.permission ?? row.object ?? at), params);
    return { data: slice.items, ...pagingOf(slice, showing.request, path) };
  }
  const slice = sliceOf(answer.things, ({ id }) => id, params);
  const data = slice.items.map((thing) => showNode(showing, thing, wanted, answer.defaults));
  return { data, ...pagingOf(slice, showing.request, path) };
}
