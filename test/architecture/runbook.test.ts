import { describe, expect, it } from '@jest/globals';
import { App, type Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { parseStage } from '../../lib/foundation/stage-config.ts';
import { metaportStage } from '../../lib/metaport-stage.ts';
import { runbookGaps } from './runbook-sections.ts';
import { demandNone, filesUnder, textOf } from './tree.ts';

/**
 * The names of all alarms of a stage, without what stands before them in the account. A rule of the Observability stack
 * mails by itself and is an alarm as well.
 */
function alarmNames(): readonly string[] {
  const config = parseStage('stages/example.json', JSON.parse(textOf('stages/example.json')));
  const stacks = metaportStage(new App(), config, () => Code.fromInline('exports.handler = async () => undefined;'));
  const prefix = `metaport-${config.stage}-`;
  const rules = stacks.observability.node.findAll().filter((construct) => construct instanceof Rule);
  const alarms = Object.values(stacks)
    .flatMap((stack: Stack) => stack.node.findAll())
    .filter((construct) => construct instanceof CfnAlarm || construct instanceof CfnCompositeAlarm)
    .map(({ alarmName = '' }) => alarmName)
    .map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : `not a name of this stage: ${name}`));
  return [...alarms, ...rules.map(({ node }) => `platform/${node.id}`)];
}

describe('the runbook', () => {
  const names = alarmNames();

  it(`has one section for each of ${names.length} alarms, and no other`, () => {
    const runbook = filesUnder('docs').includes('docs/RUNBOOK.md') ? textOf('docs/RUNBOOK.md') : '';
    const remedy = 'add or remove `## <alarm>` in docs/RUNBOOK.md, with lines that begin Meaning., Look. and Do.';
    demandNone(runbookGaps(names, runbook), { at: names.length, what: 'alarms' }, remedy);
    expect(new Set(names).size).toBe(names.length);
  });

  it('sees a missing heading, a heading too many and a section without its parts', () => {
    const runbook = [
      '# Runbook',
      '## Reset the app secret',
      'Prose.',
      '### leads/Late',
      '**Meaning.** Leads wait.',
      '- Look: the queue.',
      '### leads/Gone',
      'Meaning. Nothing.\nLook. Nowhere.\nDo. Nothing.',
    ].join('\n');
    expect(runbookGaps(['leads/Late', 'leads/Dead'], runbook)).toEqual([
      'leads/Dead: no heading in docs/RUNBOOK.md',
      'leads/Gone: no such alarm',
      'leads/Late: its section lacks Do',
    ]);
  });
});
