import { openSync, writeSync } from 'node:fs';
import { variablesOf } from '../lambdas/foundation/contract/env.ts';
import type { FunctionName } from '../lambdas/foundation/contract/functions.ts';
import { systemClock } from '../lambdas/foundation/core/clock.ts';
import { bytesHandler } from '../lambdas/foundation/runtime/http-edge.ts';
import type { Machine } from '../lambdas/foundation/runtime/machine.ts';
import { queueHandler } from '../lambdas/foundation/runtime/queue-handler.ts';
import { scheduleHandler } from '../lambdas/foundation/runtime/schedule-handler.ts';

const settings = JSON.stringify({ retentionDays: 30, messageDays: 365, workspaceClaim: 'workspace', scopePrefix: '' });

/** A process whose lines really are written, to nowhere, and counted. */
function machineOf(name: FunctionName) {
  const sink = openSync('/dev/null', 'w');
  const written = { bytes: 0 };
  const variables = variablesOf(name).map((variable) => [variable, 'bench']);
  const machine: Machine = {
    clock: systemClock,
    environment: { ...Object.fromEntries(variables), STAGE: 'prod', SETTINGS: settings },
    write: (lines) => {
      written.bytes += writeSync(sink, lines);
    },
  };
  return { machine, written };
}

const accepted = { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'EVENT_RECEIVED' };
const unused = () => Promise.reject(new Error('nothing is parked or sent here'));
const doors = {
  parking: { park: unused },
  send: unused,
  blobs: () => {
    throw new Error('nothing here is too big');
  },
};

/** The three shapes of entry around work that only notes what the real work notes. */
export function openWraps() {
  const http = machineOf('webhooks/ingest');
  const queue = machineOf('webhooks/process');
  const schedule = machineOf('parking/collect');
  const outcome = { channel: 'messenger', outcome: 'stored' };
  return {
    http: {
      written: http.written,
      handler: bytesHandler(
        'webhooks/ingest',
        () => ({
          'GET /webhooks/meta': async () => accepted,
          'POST /webhooks/meta': async ({ notes }) => {
            notes.outcome('accepted');
            notes.count('WebhookDeliveries', 1, { outcome: 'accepted' });
            return accepted;
          },
        }),
        http.machine,
      ),
    },
    queue: {
      written: queue.written,
      handler: queueHandler(
        'webhooks/process',
        () => ({
          work: async (_item, { notes }) => {
            notes.count('WebhookItems', 1);
            notes.count('WebhookEventAge', 1500);
            notes.count('WebhookEvents', 1, outcome);
          },
          doors,
        }),
        queue.machine,
      ),
    },
    schedule: {
      written: schedule.written,
      handler: scheduleHandler('parking/collect', () => async () => {}, schedule.machine),
    },
  };
}

/** What a handler is without its wrapper. */
export const bare = async (_event: unknown, _context: unknown): Promise<unknown> => accepted;
