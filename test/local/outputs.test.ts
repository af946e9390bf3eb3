import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loopbackCertificate } from '../../local/emulator/certificate.ts';
import { type Outputs, readOutputs, removeOutputs, writeOutputs } from '../../local/outputs.ts';

const dir = mkdtempSync(join(tmpdir(), 'metaport-outputs-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const outputs: Outputs = {
  apiUrl: 'https://localhost:1/api',
  webhookUrl: 'https://localhost:1/api/webhooks/meta',
  simulatorUrl: 'http://127.0.0.1:2',
  docsUrl: 'https://localhost:1/api/v1/docs',
  issuerUrl: 'http://127.0.0.1:3',
  workspace: 'demo',
  token: 'not-a-token',
  other: { workspace: 'other', token: 'not-a-token-either' },
  appSecret: 'fake-app-secret',
  verifyToken: 'fake-verify-token',
  emulator: { endpoint: 'https://localhost:1', certificate: '/x.pem', workersDir: '/w' },
  issuerClientSecret: 'fake-client-secret',
  stage: 'local',
  stackOutputs: {},
  pids: { cloud: 1, emulator: 2, simulator: 3 },
};

describe('the outputs file', () => {
  const path = join(dir, 'sub', 'outputs.json');

  it('is read back as written, for its owner only, and is gone with the cloud', () => {
    expect(readOutputs(path)).toBeUndefined();
    writeOutputs(path, outputs);
    expect(readOutputs(path)).toEqual(outputs);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    removeOutputs(path);
    expect(readOutputs(path)).toBeUndefined();
  });

  it('is not believed when it is half written', () => {
    writeFileSync(path, JSON.stringify(outputs).slice(0, 100));
    expect(readOutputs(path)).toBeUndefined();
  });
});

describe('the loopback certificate', () => {
  it('is a leaf for the names that clients use, and is made once', async () => {
    const paths = await loopbackCertificate(join(dir, 'tls'));
    const pem = readFileSync(paths.certificate);
    const certificate = new X509Certificate(pem);
    expect(certificate.ca).toBe(false);
    for (const host of ['localhost', 'abc.execute-api.localhost']) expect(certificate.checkHost(host)).toBeDefined();
    for (const ip of ['127.0.0.1', '::1']) expect(certificate.checkIP(ip)).toBeDefined();
    expect(statSync(paths.key).mode & 0o777).toBe(0o600);
    await loopbackCertificate(join(dir, 'tls'));
    expect(readFileSync(paths.certificate)).toEqual(pem);
  });
});
