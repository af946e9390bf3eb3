import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { AlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import { CtlError } from '../../bin/ctl/words.ts';
import { compositeName, leavesOf, saysAlarm } from '../../bin/smoke/alarm.ts';
import { allSteps } from '../../bin/smoke/all-steps.ts';
import { askedOf } from '../../bin/smoke/asked.ts';
import { weaknessOf } from '../../bin/smoke/canary.ts';
import { concurrencyWanted, tooEager } from '../../bin/smoke/quota.ts';
import { sendsToItself } from '../../bin/smoke/recursion.ts';
import { skipReason } from '../../bin/smoke/run-steps.ts';
import { type Scene, setScene } from '../../bin/smoke/scene.ts';
import type { Gap, Step } from '../../bin/smoke/step.ts';
import { messageTo, signature } from '../../bin/smoke/webhook.ts';
import { contractOf, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { alarmNameOf } from '../../lib/monitoring/alarms.ts';

const scene = (stage: string, more: Partial<Scene> = {}): Scene => ({
  ...setScene({ stage, deploy: false, sizes: true }, new AbortController().signal),
  ...more,
});
const named = (name: string): Step => {
  const found = allSteps.find((one) => one.name === name);
  if (!found) throw new Error(`there is no step ${name}`);
  return found;
};
/** The gaps for which there must be a real account: what the emulator models neither well nor badly. */
const gaps: readonly Gap[] = [
  'recursion detection',
  'gateway size limits',
  'service principals’ rights',
  'CodeDeploy',
  'composite alarms',
  'quotas',
];

describe('the steps', () => {
  it('have names of their own, a remedy of one sentence, and need only what comes before them', () => {
    expect(allSteps.length).toBeGreaterThanOrEqual(15);
    expect(new Set(allSteps.map(({ name }) => name)).size).toBe(allSteps.length);
    allSteps.forEach(({ name, remedy, needs = [] }, at) => {
      expect(remedy).toMatch(/^[A-Z].{15,}[.?)]$/);
      const before = allSteps.slice(0, at).map((one) => one.name);
      expect({ name, unmet: needs.filter((need) => !before.includes(need)) }).toEqual({ name, unmet: [] });
    });
  });

  it.each(gaps)('prove %s by one that is skipped at home', (gap) => {
    const proof = allSteps.filter(({ proves, notAtHome }) => proves?.includes(gap) && notAtHome !== undefined);
    expect(proof.map(({ name }) => name)).not.toEqual([]);
  });

  it('are what the page about real accounts says, gap by gap and step by step', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/real-account.md', import.meta.url)), 'utf8');
    const rows = [...page.matchAll(/^\| ([^|]+) \| ((?:`[^`]+`(?:, )?)+) \| [^|]+ \|$/gm)].map(
      ([, what = '', cell = '']) => ({
        what,
        steps: [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
      }),
    );
    const known = [...new Set(allSteps.flatMap(({ proves = [] }) => proves))];
    expect(rows).toHaveLength(known.length);
    for (const gap of known) {
      const row = rows.find(({ what }) => what.startsWith(gap));
      expect({ gap, steps: row?.steps }).toEqual({
        gap,
        steps: allSteps.filter(({ proves }) => proves?.includes(gap)).map(({ name }) => name),
      });
    }
    for (const { name } of allSteps) expect(page).toContain(`\`${name}\``);
  });
});

describe('what is left out, and why', () => {
  it('at home: what the emulator cannot show, and nothing else', () => {
    const reasons = new Map(allSteps.map((one) => [one.name, skipReason(one, scene('local'))]));
    const left = [...reasons].filter(([, reason]) => reason !== undefined);
    expect(left.map(([name]) => name)).toEqual(['gateway limit', 'recursion', 'alarm', 'canary', 'quotas']);
    for (const [, reason] of left) expect(reason).toMatch(/^the emulator (does not|knows no)/);
  });

  it('on an account: nothing', () => {
    expect(allSteps.flatMap((one) => skipReason(one, scene('example')) ?? [])).toEqual([]);
  });

  it('canary, where the stage does not say so', () => {
    const { config } = scene('example');
    const plain = scene('example', { config: { ...config, canary: false } });
    expect(skipReason(named('canary'), plain)).toBe('stages/example.json says canary: false');
  });

  it('sizes, where the command line says so', () => {
    const plain = scene('example', { asked: { stage: 'example', deploy: false, sizes: false } });
    const left = allSteps.filter((one) => skipReason(one, plain) !== undefined);
    expect(left.map(({ name }) => name)).toEqual(['sizes', 'gateway limit']);
  });
});

describe('the command line', () => {
  it('names a stage, and what else is wished', () => {
    expect(askedOf(['--stage', 'dev'])).toEqual({ stage: 'dev', deploy: false, sizes: true });
    expect(askedOf(['--stage', 'dev', '--deploy', '--no-sizes'])).toEqual({ stage: 'dev', deploy: true, sizes: false });
  });

  it.each([[[]], [['--stage']], [['--stage', 'dev', '--frob']], [['--stage', 'local', '--deploy']]])(
    'refuses %j with a sentence',
    (words) => {
      expect(() => askedOf(words)).toThrow(CtlError);
    },
  );

  it('knows only stages that have a file', () => {
    expect(() => scene('nosuch')).toThrow(new CtlError('There is no stages/nosuch.json.'));
  });
});

describe('what is sent', () => {
  it('is signed as Meta signs', () => {
    // The published vector of X-Hub-Signature-256.
    expect(signature(Buffer.from('hello world'), 'sesame')).toEqual({
      'x-hub-signature-256': 'sha256=f39034b29165ec6a5104d9aef27266484ab26c8caa7bca8bcb2dd02e8be61b17',
    });
  });

  it('is ASCII, everything else escaped in lower case, and goes to a Page that Meta has not', () => {
    const bytes = messageTo('smoke.1', 'm', 'é😀', 5).toString('latin1');
    expect(bytes).toContain('"text":"\\u00e9\\ud83d\\ude00"');
    expect(JSON.parse(bytes).entry[0]).toMatchObject({ id: 'smoke.1', time: 5 });
    expect(scene('local').page).toMatch(/^smoke\.[0-9a-f]{12}$/);
  });
});

describe('what is read of the account', () => {
  it('the composite and its leaves are those of the stack', () => {
    expect(compositeName('dev')).toBe(alarmNameOf('dev', 'ingest'));
    const rule = AlarmRule.anyOf(...['a/One', 'b/Two'].map((name) => AlarmRule.fromString(`ALARM("${name}")`)));
    expect(leavesOf(rule.renderAlarmRule())).toEqual(['a/One', 'b/Two']);
  });

  it('only the composite’s own ALARM counts as a notification', () => {
    const told = (AlarmName: string, NewStateValue: string) => JSON.stringify({ AlarmName, NewStateValue });
    expect(saysAlarm(told('x', 'ALARM'), 'x')).toBe(true);
    expect([told('y', 'ALARM'), told('x', 'OK'), 'hello'].filter((text) => saysAlarm(text, 'x'))).toEqual([]);
  });

  it('exactly the workers on a queue may send to themselves', () => {
    const workers = functionNames.filter((name) => contractOf(name).trigger.kind === 'queue');
    expect(workers).toEqual(expect.arrayContaining(['webhooks/process', 'webhooks/replay']));
    expect(functionNames.filter(sendsToItself)).toEqual(workers);
  });

  it('a deployment group without alarm, rollback or shift is told from one that has them', () => {
    const good = {
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM' as const] },
      deploymentStyle: { deploymentType: 'BLUE_GREEN' as const },
    };
    expect(weaknessOf(good)).toBeUndefined();
    expect(weaknessOf({ ...good, alarmConfiguration: { enabled: true, alarms: [] } })).toBe('has no alarm');
    expect(weaknessOf({ ...good, autoRollbackConfiguration: { enabled: false } })).toBe('does not roll back');
    expect(weaknessOf({ ...good, autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } })).toBe(
      'does not roll back on an alarm',
    );
    expect(weaknessOf({ ...good, deploymentStyle: undefined })).toBe('does not shift traffic');
  });

  it('the concurrency that is needed: what is reserved, else what a mapping may start, else one; 100 stay free', () => {
    const share = (reserved?: number, mapping?: number) => ({ name: 'a/b', reserved, mapping });
    expect(concurrencyWanted([share(), share(undefined, 20), share(undefined, 2)])).toBe(23);
    expect(concurrencyWanted([share(50), share(20, 5), share()])).toBe(171);
    expect(tooEager([share(2, 20), share(20, 20), share(undefined, 20), share(2)])).toEqual([share(2, 20)]);
  });
});
