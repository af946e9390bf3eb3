import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { bytesHandler, type EdgeRequest } from '../foundation/runtime/http-edge.ts';
import { toProblem } from '../foundation/runtime/http-reply.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { acceptEvents } from './accept-events.ts';
import { answerPreflight, type CollectDoors, collectPicture, collectPost } from './collect-event.ts';
import { rememberedCollectors } from './collector-memory.ts';

/** Events of browsers, straight from the pages. */
export const handler = bytesHandler('capi/collect', (env) => {
  const log = { conversions: stores.conversionsOf(env), days: stores.conversionDaysOf(env) };
  const own = { settings: stores.workspaceSettingsOf(env), registry: stores.assetRegistryOf(env) };
  const accepting = { ...log, ...own, outbox: openOutbox(env), bus: openBus(env), clock: systemClock };
  const collectors = rememberedCollectors(stores.collectorsOf(env), systemClock);
  const accept: CollectDoors['accept'] = (workspace, asked, notes) => acceptEvents(workspace, asked, accepting, notes);
  const doors = ({ requestId, clock }: EdgeRequest): CollectDoors => ({
    ...{ collectors, accept, clock },
    problem: (failure) => toProblem(failure, requestId, clock.now()),
  });
  return {
    'POST /collect/{id}': (request) => collectPost(request, doors(request), request.notes),
    'GET /collect/{id}': (request) => collectPicture(request, doors(request), request.notes),
    'OPTIONS /collect/{id}': (request) => answerPreflight(request, doors(request), request.notes),
  };
});
