import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../../../lambdas/foundation/contract/env.ts';
import { openBlobs } from '../../../../lambdas/foundation/runtime/blobs.ts';
import { openBus } from '../../../../lambdas/foundation/runtime/bus.ts';
import { openCursors } from '../../../../lambdas/foundation/runtime/cursors.ts';
import { openOutbox } from '../../../../lambdas/foundation/runtime/outbox.ts';
import { openParking } from '../../../../lambdas/foundation/runtime/parking.ts';
import { openRequeue } from '../../../../lambdas/foundation/runtime/requeue.ts';
import * as stores from '../../../../lambdas/foundation/runtime/store-doors.ts';
import { machineOf } from './machine-of.ts';

describe('opening doors', () => {
  it('asks nothing of AWS and of no table before its first use', () => {
    const env = readEnv('parking/manage', machineOf('parking/manage').environment);
    const doors = Object.values(stores).map((open) => open(env));
    expect(doors.length).toBeGreaterThan(15);
    const others = [openBlobs(env), openOutbox(env), openRequeue(env), openCursors(env), openParking(env)];
    for (const door of [...doors, ...others]) expect(typeof door).toBe('object');
    const process = readEnv('webhooks/process', machineOf('webhooks/process').environment);
    expect(typeof openBus(process).announce).toBe('function');
  });

  it('says misconfigured for a table that the function’s line does not name', () => {
    const env = readEnv('parking/collect', machineOf('parking/collect').environment);
    // @ts-expect-error the types say so first
    expect(() => stores.webhookEventsOf(env)).toThrow(expect.objectContaining({ kind: 'misconfigured' }));
  });
});
