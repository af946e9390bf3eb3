import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

/**
 * What scripts, tests and people read of a running local cloud: `.local/outputs.json`, mode 600, demo values only.
 * URLs end without slash or query; paths are absolute.
 */
export const Outputs = z.object({
  apiUrl: z.url(),
  webhookUrl: z.url(),
  simulatorUrl: z.url(),
  docsUrl: z.url(),
  issuerUrl: z.url(),
  workspace: z.string(),
  token: z.string(),
  other: z.object({ workspace: z.string(), token: z.string() }),
  appSecret: z.string(),
  verifyToken: z.string(),
  emulator: z.object({
    endpoint: z.url(),
    certificate: z.string(),
    /** Where each function's worker process has its script; `local/emulator/workers.ts` finds a worker by it. */
    workersDir: z.string(),
  }),
  /** Gives fresh tokens: any workspace is a client of the issuer, and this is the secret of them all. */
  issuerClientSecret: z.string(),
  stage: z.literal('local'),
  /** CloudFormation outputs, `<stack>.<output>`. */
  stackOutputs: z.record(z.string(), z.string()),
  pids: z.object({ cloud: z.number(), emulator: z.number(), simulator: z.number() }),
});
export type Outputs = z.infer<typeof Outputs>;

/** Writes the file in one move, readable by its owner only. */
export function writeOutputs(path: string, outputs: Outputs): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(outputs, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Reads the file; undefined when no local cloud has written one. */
export function readOutputs(path: string): Outputs | undefined {
  try {
    return Outputs.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Takes the file away: the cloud it speaks of is gone. */
export function removeOutputs(path: string): void {
  rmSync(path, { force: true });
}
