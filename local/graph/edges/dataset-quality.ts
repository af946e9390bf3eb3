import { isRaw } from '../conversions/event.ts';
import type { QualityRow } from '../conversions/quality.ts';
import { qualityRow } from '../conversions/quality-rows.ts';
import { type Caller, callerOf } from '../http/caller.ts';
import { nodeOf } from '../http/demand.ts';
import { type Wanted, wantedOf } from '../http/field-list.ts';
import type { GraphRequest } from '../http/graph-request.ts';
import type { Answered } from '../http/node-call.ts';
import { badParameter, missing, noScope, unknownPath } from '../http/refusal.ts';
import { spend } from '../http/spend.ts';
import { demandExisting, served } from '../http/versions.ts';
import type { Meta } from '../meta.ts';
import { noSuchField } from './node-fields.ts';

/** What may be asked for, and within what. */
interface Shape {
  readonly [field: string]: Shape;
}

const leaves = (...names: string[]): Shape => Object.fromEntries(names.map((name) => [name, {}]));
const RATE = leaves('percentage', 'description');
const ROOT: Shape = {
  web: {
    event_name: {},
    event_match_quality: {
      composite_score: {},
      match_key_feedback: { identifier: {}, coverage: RATE, potential_aly_acr_increase: RATE },
      diagnostics: leaves('name', 'description', 'solution', 'percentage', 'affected_event_count', 'total_event_count'),
    },
    event_coverage: leaves('percentage', 'goal_percentage', 'description'),
    dedupe_key_feedback: {
      dedupe_key: {},
      browser_events_with_dedupe_key: RATE,
      server_events_with_dedupe_key: RATE,
      overall_browser_coverage_from_dedupe_key: RATE,
    },
    data_freshness: leaves('upload_frequency', 'description'),
    event_potential_aly_acr_increase: RATE,
    acr: RATE,
  },
};
/** Without `fields`, or with `web` alone, a row has its name. */
const USUAL: Wanted[] = [{ name: 'event_name', params: {}, fields: [] }];

/** `GET /dataset_quality?dataset_id=&fields=web{…}`: at the root, not an edge of the pixel (fact sheet §9). */
export function datasetQuality(meta: Meta, request: GraphRequest): Answered {
  const { version, path, host, method, params } = request;
  const at = path.join('/');
  if (host !== 'graph.facebook.com') throw unknownPath(at);
  demandExisting(version, at);
  const caller = callerOf(meta, request);
  if (method !== 'GET') throw missing(at, method);
  if (!params.dataset_id) throw badParameter('The parameter dataset_id is required.');
  const node = nodeOf(meta.world, request, caller, params.dataset_id, meta.clock.now());
  if (node.kind !== 'pixel') throw missing(params.dataset_id, method);
  const by = served(version, true, caller.app.autoUpgrade, at);
  const usage = spend(meta, caller, node, at, method);
  demandScopes(caller);
  const rows = meta.quality.given(node.id) ?? meta.quality.tallies(node.id).map(qualityRow);
  const warning: Record<string, string> = by.warning ? { 'x-ad-api-version-warning': by.warning } : {};
  return { body: shown(rows, wantedOf(params)), headers: { ...usage, 'facebook-api-version': by.version, ...warning } };
}

function demandScopes({ scopes }: Caller): void {
  if (!scopes.has('ads_read')) throw noScope(['ads_read'], 200);
  const besides = ['ads_management', 'business_management'];
  if (!besides.some((scope) => scopes.has(scope))) throw noScope(besides, 200);
}

function shown(rows: readonly QualityRow[], wanted: readonly Wanted[] | null): unknown {
  const asked = wanted ?? [{ name: 'web', params: {}, fields: [] }];
  demandKnown(asked, ROOT);
  return picked(
    { web: rows },
    asked.map((one) => (one.fields.length > 0 ? one : { ...one, fields: USUAL })),
  );
}

function demandKnown(wanted: readonly Wanted[], shape: Shape): void {
  for (const { name, fields } of wanted) {
    const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (inner === undefined) throw noSuchField(name, 'AdsPixelCAPIEMQ');
    demandKnown(fields, inner);
  }
}

/** The wanted members, at any depth, in the order in which they were asked for; all of them where none is named. */
function picked(value: unknown, wanted: readonly Wanted[]): unknown {
  if (wanted.length === 0) return value;
  if (Array.isArray(value)) return value.map((one) => picked(one, wanted));
  if (!isRaw(value)) return value;
  return Object.fromEntries(
    wanted.flatMap(({ name, fields }) => (value[name] === undefined ? [] : [[name, picked(value[name], fields)]])),
  );
}
