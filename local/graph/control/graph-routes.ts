import * as z from 'zod';
import { ALLOWANCES, type UseCase } from '../http/usage.ts';
import { resetWorld } from '../meta.ts';
import { ThingPart } from '../world/things.ts';
import { ok, type Routes, refused } from './route.ts';

const WorldChange = z.strictObject({
  /** Back to the demo world first; every token and grant ends. */
  reset: z.boolean().default(false),
  things: z.array(ThingPart).max(10_000).default([]),
  /** Ids to remove, after the rest. */
  remove: z.array(z.string()).max(10_000).default([]),
});
const ClockChange = z.strictObject({ advanceSeconds: z.number().min(-1e9).max(1e9) });

const isUseCase = (name: string): name is UseCase => Object.hasOwn(ALLOWANCES, name);
const UseCaseName = z.string().refine(isUseCase, { error: `one of ${Object.keys(ALLOWANCES).join(', ')}` });
const UsageChange = z.strictObject({
  /** Calls an hour, by use case. */
  allowances: z.record(UseCaseName, z.int().min(1).max(1e9)).optional(),
  fill: z
    .array(z.strictObject({ useCase: UseCaseName, object: z.string(), percent: z.number().min(0).max(1000) }))
    .optional(),
});

/** The world behind the Graph, its clock, its limits and the record of its calls. */
export const GRAPH_ROUTES: Routes = {
  'GET /_sim/world': ({ meta }, { query }) => {
    const kind = query.get('kind');
    const things = meta.world.all().filter((thing) => kind === null || thing.kind === kind);
    return ok({ data: things.map((thing) => (thing.kind === 'app' ? { ...thing, secret: undefined } : thing)) });
  },
  'POST /_sim/world': ({ meta }, { body }) => {
    const { reset, things, remove } = WorldChange.parse(body ?? {});
    if (reset) resetWorld(meta);
    for (const part of things) meta.world.merge(part);
    for (const id of remove) meta.world.remove(id);
    return ok({ things: meta.world.all().length });
  },
  'GET /_sim/clock': ({ meta }) => ok({ now: new Date(meta.clock.now()).toISOString() }),
  'POST /_sim/clock': ({ meta }, { body }) => {
    meta.clock.advance(ClockChange.parse(body).advanceSeconds);
    return ok({ now: new Date(meta.clock.now()).toISOString() });
  },
  'GET /_sim/usage': ({ meta }) => ok({ allowances: meta.usage.allowances(), data: meta.usage.all() }),
  'POST /_sim/usage': ({ meta }, { body }) => {
    const { allowances, fill } = UsageChange.parse(body);
    if (allowances) meta.usage.allow(allowances);
    for (const { percent, ...bucket } of fill ?? []) meta.usage.fill(bucket, percent);
    return ok({ allowances: meta.usage.allowances(), data: meta.usage.all() });
  },
  'DELETE /_sim/usage': ({ meta }) => {
    meta.usage.clear();
    return ok({ allowances: meta.usage.allowances(), data: [] });
  },
  'GET /_sim/calls': ({ meta }, { query }) => {
    const since = query.get('since') ?? undefined;
    if (since !== undefined && !/^c\d+$/.test(since) && Number.isNaN(Date.parse(since))) {
      return refused(400, 'since: a time (ISO-8601) or the id of a call');
    }
    return ok({ data: meta.calls.list({ since, path: query.get('path') ?? undefined }) });
  },
  'DELETE /_sim/calls': ({ meta }) => {
    meta.calls.clear();
    return ok({ data: [] });
  },
  'GET /_sim/subscriptions': ({ meta }) => {
    const apps = meta.world.of('app').map(({ id }) => [id, meta.subscriptions.ofApp(id)]);
    const assets = meta.world.all().map(({ id }) => [id, Object.fromEntries(meta.subscriptions.ofAsset(id))] as const);
    const installed = assets.filter(([, fields]) => Object.keys(fields).length > 0);
    return ok({ apps: Object.fromEntries(apps), assets: Object.fromEntries(installed) });
  },
};
