import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What a fresh process shall do: load a bundle, call its handler with each event, one after another. */
export interface Plan {
  readonly bundle: string;
  readonly events: readonly unknown[];
  readonly answerTo: string;
  /** CPU microseconds burnt beside the first call: a handicap. */
  readonly burnUs: number;
}

/** CPU microseconds of the import and of each call, and what the calls answered. */
export interface ChildAnswer {
  readonly importUs: number;
  readonly callsUs: readonly number[];
  readonly answers: readonly unknown[];
}

const context = { awsRequestId: '00000000-0000-4000-8000-000000000000', getRemainingTimeInMillis: () => 30_000 };

function since(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return user + system;
}

async function carryOut({ bundle, events, answerTo, burnUs }: Plan): Promise<void> {
  const load = createRequire(bundle);
  let begun = process.cpuUsage();
  const { handler } = load(bundle) as { handler(event: unknown, context: unknown): Promise<unknown> };
  while (since(begun) < burnUs);
  const importUs = since(begun);
  const callsUs: number[] = [];
  const answers: unknown[] = [];
  for (const event of events) {
    begun = process.cpuUsage();
    const answer = await handler(event, context);
    callsUs.push(since(begun));
    answers.push(answer);
  }
  writeFileSync(answerTo, JSON.stringify({ importUs, callsUs, answers } satisfies ChildAnswer));
  // Kept-alive sockets would hold the process.
  process.exit(0);
}

void carryOut(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan);
