import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { IssuerSettings } from '../issuer/provider.ts';
import type { Ports } from './ports.ts';
import { Trouble } from './trouble.ts';

/** The part of `stages/local.json` that says which tokens the API takes and where Meta is pretended to be. */
const StageFile = z.looseObject({
  graphOrigin: z.url(),
  auth: z.looseObject({
    issuer: z.url(),
    audience: z.array(z.string()).min(1),
    workspaceClaim: z.string().default('workspace'),
    scopePrefix: z.string().default(''),
  }),
  leaveOut: z.array(z.string()).default([]),
});

/** The stage `local` as this cloud deploys it. */
export interface LocalStage {
  readonly name: 'local';
  readonly issuer: IssuerSettings;
  /** CloudFormation types that the emulator lacks and the deploy therefore leaves out. */
  readonly leaveOut: readonly string[];
  /** CDK context: which stage, and its loopback addresses where they are not those of the file. */
  readonly context: Readonly<Record<string, string>>;
}

/** Reads `stages/local.json` for a cloud on these ports; throws `Trouble` when the file is missing or misshapen. */
export function localStage(root: string, ports: Ports): LocalStage {
  const { graphOrigin, auth, leaveOut } = readStageFile(join(root, 'stages', 'local.json'));
  const issuerUrl = `http://127.0.0.1:${ports.issuer}`;
  const simulatorUrl = `http://127.0.0.1:${ports.simulator}`;
  const { workspaceClaim, scopePrefix } = auth;
  return {
    name: 'local',
    issuer: { issuerUrl, audience: auth.audience[0] ?? '', workspaceClaim, scopePrefix },
    leaveOut,
    context: {
      stage: 'local',
      ...(issuerUrl !== auth.issuer && { localIssuer: issuerUrl }),
      ...(simulatorUrl !== graphOrigin && { localGraphOrigin: simulatorUrl }),
    },
  };
}

function readStageFile(path: string) {
  try {
    return StageFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? z.prettifyError(thrown) : String(thrown);
    throw new Trouble(`The stage file ${path} cannot be read: ${why}`);
  }
}
