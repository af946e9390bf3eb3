import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parseStage, readStage } from '../../../lib/foundation/stage-config.ts';
import { settings } from '../stage-settings.ts';

const without = (key: keyof typeof settings) => Object.fromEntries(Object.entries(settings).filter(([k]) => k !== key));
const context = (given: Readonly<Record<string, unknown>>) => (key: string) => given[key];

describe('a stage file', () => {
  it('needs little: the rest has defaults that suit a new account', () => {
    const config = parseStage('stages/test.json', settings);
    expect(config).toMatchObject({
      graphOrigin: 'https://graph.facebook.com',
      retentionDays: 30,
      messageDays: 365,
      humanAgent: false,
      auth: { workspaceClaim: 'workspace', scopePrefix: '' },
      reservedConcurrency: { webhook: null, workers: null },
      canary: false,
      functionUrl: false,
      leaveOut: [],
    });
  });

  it.each([
    ['account', without('account'), 'account: '],
    ['region', without('region'), 'region: '],
    ['issuer', { ...settings, auth: { audience: ['a'] } }, 'auth.issuer: '],
    ['a known key only', { ...settings, retentionDay: 9 }, 'Unrecognized key: "retentionDay"'],
    ['a known key inside', { ...settings, auth: { ...settings.auth, isuer: 'x' } }, 'auth: Unrecognized key: "isuer"'],
    ['Meta’s origin', { ...settings, graphOrigin: 'http://127.0.0.1:4700' }, 'graphOrigin: only stage local'],
    ['a bare origin', { ...settings, graphOrigin: 'https://graph.facebook.com/v1' }, 'graphOrigin: must be a bare'],
    [
      'a TLS issuer',
      { ...settings, auth: { ...settings.auth, issuer: 'http://127.0.0.1:4600' } },
      'auth.issuer: only stage local',
    ],
    ['all resources', { ...settings, leaveOut: ['AWS::SNS::Topic'] }, 'leaveOut: only stage local'],
    ['eight days at least', { ...settings, retentionDays: 7 }, 'retentionDays: '],
    ['eight days of a conversation at least', { ...settings, messageDays: 7 }, 'messageDays: '],
    ['ten years of it at most', { ...settings, messageDays: 3651 }, 'messageDays: '],
    ['whole days of it', { ...settings, messageDays: 30.5 }, 'messageDays: '],
    ['two workers at least', { ...settings, reservedConcurrency: { workers: 1 } }, 'reservedConcurrency.workers: '],
    ['a short name', { ...settings, stage: 'production-of-europe' }, 'stage: '],
  ])('wants %s, and says where it is wrong', (_what, json, message) => {
    expect(() => parseStage('stages/test.json', json)).toThrow(message);
    expect(() => parseStage('stages/test.json', json)).toThrow('stages/test.json is refused');
  });
});

describe('context', () => {
  it('picks one of the files', () => {
    expect(readStage(context({ stage: 'example' })).stage).toBe('example');
    expect(readStage(context({ stage: 'local' })).account).toBe('000000000000');
  });

  it('must name a stage, and no path', () => {
    expect(() => readStage(context({}))).toThrow('-c stage=');
    expect(() => readStage(context({ stage: '../package' }))).toThrow('stage: ');
  });

  it('moves the loopback addresses of stage local, and of no other', () => {
    const moved = { localIssuer: 'http://127.0.0.1:5001', localGraphOrigin: 'http://127.0.0.1:5002' };
    const config = readStage(context({ stage: 'local', ...moved }));
    expect([config.auth.issuer, config.graphOrigin]).toEqual([moved.localIssuer, moved.localGraphOrigin]);
    const file = readStage(context({ stage: 'local' }));
    expect(config.auth.audience).toEqual(file.auth.audience);
    expect(file.returnOrigins).toContain(file.graphOrigin);
    expect(config.returnOrigins).toEqual(
      file.returnOrigins.map((one) => one.replace(file.graphOrigin, moved.localGraphOrigin)),
    );
    expect(() => readStage(context({ stage: 'example', ...moved }))).toThrow('belong to stage local');
  });

  it('refuses a file that names another stage: names of resources would collide', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stages-'));
    writeFileSync(join(folder, 'other.json'), JSON.stringify(settings));
    expect(() => readStage(context({ stage: 'other' }), pathToFileURL(`${folder}/`))).toThrow('stage: must be other');
  });
});
