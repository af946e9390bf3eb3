import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../local/cloud/ports.ts';
import { startCloud } from '../local/cloud.ts';
import { type Outputs, writeOutputs } from '../local/outputs.ts';
import { root } from './children.ts';

/** What tests of the cloud find in their environment: where the outputs lie, and whom to trust. */
export type CloudEnvironment = Readonly<Record<'METAPORT_OUTPUTS' | 'NODE_EXTRA_CA_CERTS', string>>;

/**
 * Starts a cloud of its own on free ports and with its own state, hands it to `work` and stops it, however that ends.
 * The state stays for reading when `work` answers false or throws. Throws what `startCloud` throws.
 */
export async function withOwnCloud(
  say: (line: string) => void,
  signal: AbortSignal,
  work: (env: CloudEnvironment, outputs: Outputs) => Promise<boolean>,
): Promise<boolean> {
  const stateDir = mkdtempSync(join(tmpdir(), 'metaport-cloud-'));
  const ports = await freePorts();
  let held = false;
  try {
    const cloud = await startCloud({ root, stateDir, ports, persist: false, say }, signal);
    let stopping = false;
    cloud.failed.then((sentence) => stopping || say(`✗ ${sentence}`)).catch(() => undefined);
    try {
      const file = join(stateDir, 'outputs.json');
      writeOutputs(file, cloud.outputs);
      const trusted = cloud.outputs.emulator.certificate;
      held = await work({ METAPORT_OUTPUTS: file, NODE_EXTRA_CA_CERTS: trusted }, cloud.outputs);
    } finally {
      stopping = true;
      await cloud.stop();
    }
  } finally {
    if (held) rmSync(stateDir, { recursive: true, force: true });
    else say(`  what the cloud logged lies in ${join(stateDir, 'log')}`);
  }
  return held;
}
