import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { reasonIn } from '../../local/cloud/cdk.ts';
import { inputsHash } from '../../local/cloud/inputs-hash.ts';

const root = mkdtempSync(join(tmpdir(), 'metaport-inputs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

describe('whether a deploy would change anything', () => {
  it('follows every input, and nothing else', () => {
    write('lambdas/webhooks/ingest.handler.ts', 'export const a = 1;');
    const before = inputsHash(root, ['stage=local']);
    write('README.md', 'new words');
    write('test/lib/stack.test.ts', 'x');
    expect(inputsHash(root, ['stage=local'])).toBe(before);
    const seen = new Set([before, inputsHash(root, ['stage=other'])]);
    for (const path of ['lambdas/webhooks/ingest.handler.ts', 'lib/webhooks.ts', 'stages/local.json', 'cdk.json']) {
      write(path, `changed ${path}`);
      seen.add(inputsHash(root, ['stage=local']));
    }
    expect(seen.size).toBe(6);
  });
});

describe('why a deploy failed', () => {
  it.each([
    [
      '❌  Metaport-local-Service failed to deploy\n‣ ValidationError: Unrecognized resource types: [AWS::X::Y]\n',
      'ValidationError: Unrecognized resource types: [AWS::X::Y]',
    ],
    [
      'S | 3 | 1:00 | CREATE_FAILED | AWS::SQS::Queue | Q no such key\n❌ S failed: Error: rolled back\n',
      'S | 3 | 1:00 | CREATE_FAILED | AWS::SQS::Queue | Q no such key',
    ],
    [
      '/app.ts:3\nthrow new Error()\n\nError: stages/local.json is refused\n    at x (y.ts:1:1)\n',
      'Error: stages/local.json is refused',
    ],
    ['warming up\nsomething odd\n', 'something odd'],
    ['', 'it said nothing'],
  ])('is the line a person wants to read', (text, reason) => {
    expect(reasonIn(text)).toBe(reason);
  });
});
