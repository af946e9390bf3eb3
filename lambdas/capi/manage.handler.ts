import { systemClock } from '../foundation/core/clock.ts';
import { openCursors } from '../foundation/runtime/cursors.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { listConversions } from './list-conversions.ts';
import { listCollectors, putCollector, removeCollector, showCollector } from './manage-collectors.ts';
import { putWorkspace, showWorkspace } from './manage-workspace.ts';
import { routes } from './routes.ts';
import { showQuality } from './show-quality.ts';

/** The log of conversions, the quality of pixels, and what a workspace settles: defaults and collectors. */
export const handler = httpHandler('capi/manage', routes, (env) => {
  const log = { conversions: stores.conversionsOf(env), days: stores.conversionDaysOf(env) };
  const quality = { qualities: stores.datasetQualitiesOf(env), polls: stores.qualityPollsOf(env) };
  const settled = { settings: stores.workspaceSettingsOf(env), collectors: stores.collectorsOf(env) };
  const { publicUrl } = env;
  const own = { registry: stores.assetRegistryOf(env), cursors: openCursors(env), clock: systemClock, publicUrl };
  const doors = { ...log, ...quality, ...settled, ...own };
  return {
    'GET /v1/conversions/{eventId}': ({ caller, path }) => listConversions(caller.workspace, path.eventId, doors),
    'GET /v1/pixels/{id}/quality': ({ caller, path, query }) =>
      showQuality(caller.workspace, path.id, query.days, doors),
    'GET /v1/workspace': ({ caller }) => showWorkspace(caller.workspace, doors),
    'PUT /v1/workspace': ({ caller, body }) => putWorkspace(caller.workspace, body, doors),
    'GET /v1/collectors': ({ caller, query }) => listCollectors(caller.workspace, query, doors),
    'GET /v1/collectors/{id}': ({ caller, path }) => showCollector(caller.workspace, path.id, doors),
    'PUT /v1/collectors/{id}': ({ caller, path, body }) => putCollector(caller.workspace, path.id, body, doors),
    'DELETE /v1/collectors/{id}': ({ caller, path }) => removeCollector(caller.workspace, path.id, doors),
  };
});
