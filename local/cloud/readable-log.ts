import type { LogLine } from './log-tail.ts';

const platform = /^(START|END|REPORT|INIT_START) /;
const stack = /^\s+at /;
const width = 180;
/** Said by the prefix of the line already, or of use to machines only. */
const silent = new Set([
  '_aws',
  'level',
  'message',
  'timestamp',
  'time',
  'service',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'function',
  'sampling_rate',
  'xray_trace_id',
  'requestId',
  'stage',
  'error',
]);

/**
 * What a person reads of one function's log line: time, function, level where it is not INFO, message, facts. Undefined
 * for the platform's own lines and for stack traces outside errors.
 */
export function readable({ group, at, text }: LogLine, prefix: string): string | undefined {
  const line = text.trimEnd();
  if (line === '' || platform.test(line) || stack.test(line)) return undefined;
  const name = group.startsWith(prefix) ? group.slice(prefix.length) : group;
  const head = `${new Date(at).toTimeString().slice(0, 8)} ${name.padEnd(18)} `;
  const record = recordIn(line);
  return cut(head + (record ? told(record) : line.replaceAll('\n', ' ')));
}

function told(record: Record<string, unknown>): string {
  const level = String(record.level ?? 'INFO').toUpperCase();
  const facts = Object.entries(record)
    .filter(([name, value]) => !silent.has(name) && isScalar(value))
    .map(([name, value]) => `${name}=${value}`);
  const words = [level === 'INFO' ? '' : level, String(record.message ?? ''), errorIn(record.error), ...facts];
  return words.filter((word) => word !== '').join('  ');
}

function errorIn(error: unknown): string {
  if (typeof error !== 'object' || error === null) return error === undefined ? '' : String(error);
  const { name, message } = error as { name?: unknown; message?: unknown };
  return [name, message].filter(Boolean).join(': ');
}

function recordIn(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const cut = (line: string) => (line.length > width ? `${line.slice(0, width - 1)}…` : line);
