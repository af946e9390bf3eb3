import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientFor, type EmulatorAddress } from '../emulator/clients.ts';

/** One line that a function logged; `group` is its log group, `at` Unix milliseconds. */
export interface LogLine {
  readonly group: string;
  readonly at: number;
  readonly text: string;
}

/** Follows all log groups under one prefix until it is stopped. */
export interface LogTail {
  stop(): Promise<void>;
}

interface Place {
  bytes: number;
  since: number;
  seen: Set<string>;
}

const pageLimit = 10_000;
const longestRestMs = 5000;

/**
 * Follows the log groups under `prefix` from `since` on (Unix ms) and hands over what is new about once a second.
 * A group is read only when its size changed; a poll that took long is followed by a longer rest, so that a busy
 * emulator spends its time on functions.
 */
export function followLogs(
  address: EmulatorAddress,
  prefix: string,
  since: number,
  onLines: (lines: LogLine[]) => Promise<void> | void,
): LogTail {
  const client = new CloudWatchLogsClient(clientFor(address));
  const places = new Map<string, Place>();
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const begun = performance.now();
      await pollOnce(client, prefix, since, places, onLines).catch(() => undefined);
      const rest = Math.min(longestRestMs, Math.max(1000, 4 * (performance.now() - begun)));
      await pause(rest, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await pollOnce(client, prefix, since, places, onLines).catch(() => undefined);
  };
  const done = loop();
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

async function pollOnce(
  client: CloudWatchLogsClient,
  prefix: string,
  since: number,
  places: Map<string, Place>,
  onLines: (lines: LogLine[]) => Promise<void> | void,
): Promise<void> {
  const fresh: LogLine[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: prefix })) {
    for (const { logGroupName: group = '', storedBytes = 0 } of logGroups) {
      const place = places.get(group) ?? { bytes: 0, since, seen: new Set<string>() };
      places.set(group, place);
      if (storedBytes === place.bytes) continue;
      fresh.push(...(await readNew(client, group, place)));
      place.bytes = storedBytes;
    }
  }
  if (fresh.length > 0) await onLines(fresh.sort((a, b) => a.at - b.at));
}

/** The emulator writes each invocation's lines at once, into a stream of its own: a stream seen is a stream read. */
async function readNew(client: CloudWatchLogsClient, group: string, place: Place): Promise<LogLine[]> {
  const query = { logGroupName: group, startTime: place.since, limit: pageLimit };
  const { events = [] } = await client.send(new FilterLogEventsCommand(query));
  const cutOff = events.length === pageLimit ? events.at(-1)?.logStreamName : undefined;
  const fresh = events.filter(({ logStreamName: stream = '' }) => stream !== cutOff && !place.seen.has(stream));
  const newest = fresh.reduce((latest, { timestamp = 0 }) => Math.max(latest, timestamp), place.since);
  // An older stream cannot come back, save for the few seconds by which invocations overlap.
  place.since = Math.max(place.since, newest - 2000);
  const recent = events.filter(({ timestamp = 0 }) => timestamp >= place.since);
  const streams = recent.map(({ logStreamName: stream = '' }) => stream).filter((stream) => stream !== cutOff);
  place.seen = new Set([...streams]);
  return fresh.map(({ timestamp = 0, message = '' }) => ({ group, at: timestamp, text: message }));
}
