import type { Bus, BusEvent } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import { type AwsCalls, awsOfProcess } from './aws-calls.ts';
import { demandJson } from './aws-json.ts';
import { isRecord, listAt, textAt } from './json-record.ts';

/** Largest detail, in bytes: EventBridge bills and SQS targets count by 64 kB; a bigger event carries a reference. */
export const detailCapBytes = 65_536;

/** The event bus of a function that announces. */
export const openBus = (env: { readonly busName: string }): Bus => makeBus(awsOfProcess, env.busName);

/** What subscribers read as `detail`: the event's id and workspace, then its own members. */
export const detailOf = ({ id, workspace, detail }: BusEvent) => JSON.stringify({ id, workspace, ...detail });

/** Announcements by `PutEvents`: the type is the event's `detail-type`, our name its source. */
export function makeBus(aws: () => AwsCalls, busName: string): Bus {
  return {
    async announce(event) {
      const { type, time } = event;
      const text = detailOf(event);
      if (Buffer.byteLength(text) > detailCapBytes)
        throw new Failure('bug', 'an event over 64 kB must carry a reference');
      const seconds = Math.floor(Date.parse(time) / 1000);
      const entry = { EventBusName: busName, Source: 'metaport', DetailType: type, Time: seconds, Detail: text };
      const answer = await demandJson(aws(), 'events', 'PutEvents', { Entries: [entry] });
      if (!isRecord(answer) || answer.FailedEntryCount !== 0) {
        const [refused] = listAt(answer, 'Entries');
        throw new Failure('unavailable', `events PutEvents: ${textAt(refused, 'ErrorCode') || 'refused'}`);
      }
    },
  };
}
