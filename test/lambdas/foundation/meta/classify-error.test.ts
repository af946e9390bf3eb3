import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FailureKind, verdicts } from '../../../../lambdas/foundation/core/verdicts.ts';
import { classifyError } from '../../../../lambdas/foundation/meta/classify-error.ts';
import { refusalIn } from '../../../../lambdas/foundation/meta/wire/refusal.ts';
import { describeWithShared } from '../../../shared-material.ts';
import { sheetRows } from './error-sheet.ts';

const kindOf = (code: number, subcode?: number, extra: Readonly<Record<string, unknown>> = {}, status = 400) => {
  const refusal = refusalIn(status, { error: { message: 'x', code, error_subcode: subcode, ...extra } });
  return refusal && classifyError(refusal).kind;
};

/** By hand, from the class that the sheet gives each code and the house's words for the classes. */
const samples: Readonly<Record<string, FailureKind>> = {
  'batch_unresolved_dependency.json': 'meta-rejected',
  'capi_100_2804003_event_too_old.json': 'meta-rejected',
  'capi_100_2804009_missing_value.json': 'meta-rejected',
  'capi_190_token_undecryptable.json': 'connection-revoked',
  'capi_21009_dataset_not_ready.json': 'meta-unavailable',
  'graph_100_33_object_missing.json': 'meta-rejected',
  'graph_17_user_limit.json': 'rate-limited',
  'graph_190_460_user_title.json': 'connection-revoked',
  'graph_190_expired_no_subcode.json': 'connection-revoked',
  'graph_1_is_transient_false.json': 'meta-unavailable',
  'graph_32_page_limit.json': 'rate-limited',
  'graph_80001_page_buc.json': 'rate-limited',
  'graph_unknown_code_5_12.json': 'meta-rejected',
  'html_error_page.json': 'meta-unavailable',
  'ig_2500_unknown_path.json': 'meta-rejected',
  'messenger_200_with_error_body.json': 'meta-rejected',
  'messenger_error_example.json': 'connection-revoked',
  'oauth_redirect_mismatch_ig_shape.json': 'meta-rejected',
  'wa_130429_rate_limit.json': 'rate-limited',
  'wa_131009_bad_parameter.json': 'meta-rejected',
  'wa_131053_media_upload.json': 'meta-rejected',
  'wa_131056_pair_limit.json': 'rate-limited',
  'wa_368_policy_block.json': 'policy-blocked',
  'wa_613_rate_limit.json': 'rate-limited',
};
/** Their own tests read them: headers in `usage-headers.test.ts`, batches in `node-batch.test.ts`. */
const elsewhere = /^headers_|^batch_(ok|first|second)/;

describeWithShared('the error samples', (shared) => {
  const folder = join(shared, 'meta', 'samples', 'errors');
  const files = readdirSync(folder).filter((file) => !elsewhere.test(file));

  it(`are all ${Object.keys(samples).length} of them expected here`, () => {
    expect(files.sort()).toEqual(Object.keys(samples).sort());
  });

  it.each(Object.entries(samples))('%s is %s', (file, kind) => {
    const sample = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const refusal = refusalIn(sample.http_status ?? 400, sample.body ?? sample.body_text ?? sample);
    expect(refusal && classifyError(refusal).kind).toBe(kind);
  });

  const tally = Object.values(samples).map((kind) => [kind, Object.values(samples).filter((k) => k === kind).length]);
  it(`are, by kind: ${[...new Map(tally.map(([kind, count]) => [kind, `${kind} × ${count}`])).values()].join(', ')}`, () => {
    expect(Object.keys(samples).length).toBe(24);
  });
});

describe('the table of errors', () => {
  it.each(sheetRows)('says $kind of $codes', ({ kind, codes }) => {
    const answered = codes.split(' ').map((code) => {
      const [main, sub] = code.split('/').map(Number);
      return [code, kindOf(main ?? Number.NaN, sub)];
    });
    expect(answered).toEqual(codes.split(' ').map((code) => [code, kind]));
  });

  it(`is asked about ${sheetRows.flatMap(({ codes }) => codes.split(' ')).length} codes of the sheet`, () => {
    expect(sheetRows.flatMap(({ codes }) => codes.split(' ')).length).toBeGreaterThan(180);
  });

  it('lets the subcode beat the code, and an unknown subcode fall back to it', () => {
    expect([kindOf(100, 1487534), kindOf(100, 424242), kindOf(100)]).toEqual([
      'too-much-data',
      'meta-rejected',
      'meta-rejected',
    ]);
  });

  it('classifies negative codes by their subcode', () => {
    expect([kindOf(-1, 1504045), kindOf(-1, 1504018), kindOf(-1)]).toEqual([
      'too-much-data',
      'meta-unavailable',
      'meta-rejected',
    ]);
  });

  it('tries again what Meta calls passing, but waits for a limit', () => {
    const transient = { is_transient: true };
    expect([kindOf(100, undefined, transient), kindOf(99_999, 1, transient), kindOf(4, undefined, transient)]).toEqual([
      'meta-unavailable',
      'meta-unavailable',
      'rate-limited',
    ]);
    expect(kindOf(190, 463, { is_transient: false })).toBe('connection-revoked');
  });

  it.each([
    [429, 'rate-limited'],
    [500, 'meta-unavailable'],
    [503, 'meta-unavailable'],
    [400, 'meta-rejected'],
    [404, 'meta-rejected'],
    [200, 'meta-rejected'],
  ])('judges an unknown code by its status %i: %s', (status, kind) => {
    expect(kindOf(987_654, undefined, {}, status)).toBe(kind);
  });

  it('never reads the text, and not the type either', () => {
    const loud = {
      message: 'rate limit exceeded, token expired',
      type: 'OAuthException',
      error_user_msg: 'permission',
    };
    expect(kindOf(987_654, undefined, loud)).toBe('meta-rejected');
  });

  it('names a kind of the house for every refusal there can be', () => {
    const code = fc.oneof(fc.integer(), fc.constantFrom(1, 2, 10, 100, 190, 613, -2, -3), fc.double(), fc.string());
    const error = fc.record({ code, error_subcode: code, is_transient: fc.anything(), message: fc.string() });
    const body = fc.oneof(fc.record({ error: fc.oneof(error, fc.anything()) }), fc.anything(), error);
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), body, (status, any) => {
        const refusal = refusalIn(status, any);
        expect(refusal).toBeDefined();
        if (refusal) expect(Object.keys(verdicts)).toContain(classifyError(refusal).kind);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a refusal', () => {
  it('stands in the body whatever the status, and in the status whatever the body', () => {
    expect(refusalIn(200, { error: { code: 36_000 } })).toMatchObject({ code: 36_000, status: 200 });
    expect(refusalIn(500, '<html>')).toEqual({ status: 500, transient: false });
    expect(refusalIn(200, { data: [] })).toBeUndefined();
    expect(refusalIn(200, { error: 'words' })).toEqual({ status: 200, transient: false });
  });

  it('of Instagram’s OAuth has an HTTP status for a code', () => {
    const body = { error_type: 'OAuthException', code: 429, error_message: 'x' };
    expect(refusalIn(400, body)).toEqual({ status: 429, transient: false });
  });

  it('may have its codes in strings', () => {
    expect(refusalIn(400, { error: { code: '190', error_subcode: '463' } })).toMatchObject({ code: 190, subcode: 463 });
  });

  it('keeps a trace only when it is one word', () => {
    const trace = (fbtrace_id: unknown) => refusalIn(400, { error: { code: 1, fbtrace_id } })?.fbtraceId;
    expect([trace('BLBz/WZt8dN'), trace('two words'), trace(7), trace('A'.repeat(65))]).toEqual([
      'BLBz/WZt8dN',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
