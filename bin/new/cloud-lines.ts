import type { Draft } from './change.ts';
import { type Plan, pascal, type Shape } from './plan.ts';

const stage = 'lib/metaport-stage.ts';
const runbook = 'docs/RUNBOOK.md';
const stackTest = 'test/lib/stack.test.ts';
const lateSeconds = 15 * 60;

interface Alarm {
  readonly symptom: string;
  readonly factory: string;
  readonly rest: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** The alarms that a function of this shape must have. */
function alarmsOf({ name, verb, shape, queue }: Plan): readonly Alarm[] {
  const errors: Alarm = {
    symptom: `${pascal(verb)}Errors`,
    factory: 'functionErrors',
    rest: `this.${verb}`,
    meaning: `\`${name}\` ended with an error in two periods of five minutes in a row.`,
    remedy: 'mend the fault and deploy; what it could not do waits in its queue or is asked for again.',
  };
  if (shape !== 'queue') return [errors];
  const late: Alarm = {
    symptom: `${pascal(verb)}Late`,
    factory: 'workTooOld',
    rest: `'${name}', ${lateSeconds}`,
    meaning: `The oldest item of \`${queue}\` was first seen more than ${lateSeconds / 60} minutes ago.`,
    remedy: 'find out what it waits for: Meta, a table, or too few executions; the items come by themselves.',
  };
  const dead: Alarm = {
    symptom: `${pascal(verb)}Dead`,
    factory: 'dlqNotEmpty',
    rest: `ground.queue('${queue}').dlq`,
    meaning: `The DLQ of \`${queue}\` was at no moment of ten minutes empty.`,
    remedy: 'see why `parking/collect` does not empty it; nothing is lost for fourteen days.',
  };
  return [errors, late, dead];
}

const everyFunction = { 'AWS::IAM::Role': 1, 'AWS::Lambda::Function': 1, 'AWS::Logs::LogGroup': 1 };
/** The resources that a function of each shape brings, besides its alarms. */
const added: Readonly<Record<Shape, Readonly<Record<string, number>>>> = {
  http: {
    ...everyFunction,
    'AWS::ApiGatewayV2::Integration': 1,
    'AWS::ApiGatewayV2::Route': 1,
    'AWS::Lambda::Permission': 1,
  },
  queue: {
    ...everyFunction,
    'AWS::Lambda::EventSourceMapping': 1,
    'AWS::SQS::Queue': 2,
    'AWS::SQS::QueuePolicy': 2,
  },
  schedule: { ...everyFunction, 'AWS::Events::Rule': 1, 'AWS::Lambda::Permission': 1 },
};

/** The stack's test counts its resources by type: what was added on purpose is counted up there. */
function countUp(draft: Draft, counts: Readonly<Record<string, number>>): void {
  for (const [type, count] of Object.entries(counts)) {
    const [line = '', before] = new RegExp(`'${type}': (\\d+),`).exec(draft.read(stackTest)) ?? [];
    draft.replace(stackTest, line, `'${type}': ${Number(before) + count},`);
  }
}

const emptyRoom = ({ room, construct }: Plan): string => `import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { functionErrors } from './monitoring/alarms.ts';

/** The room ${room}. */
export class ${construct} extends Construct {
  constructor(scope: Construct, ground: Ground) {
    super(scope, '${construct}');
  }
}
`;

/** The function in its room's construct, with its alarms and their pages in the runbook; a new room in the stage. */
export function addCloudLines(draft: Draft, plan: Plan): void {
  const path = `lib/${plan.room}.ts`;
  if (!draft.has(path)) {
    draft.add(path, emptyRoom(plan));
    draft.insertBefore(stage, '  platformAlarms(stack, ground);\n', `  new ${plan.construct}(stack, ground);\n`);
    draft.addImport(stage, `import { ${plan.construct} } from './${plan.room}.ts';`);
  }
  addFunction(draft, path, plan);
  const alarms = alarmsOf(plan);
  for (const alarm of alarms) draft.append(runbook, section(plan, alarm));
  countUp(draft, { ...added[plan.shape], 'AWS::CloudWatch::Alarm': alarms.length });
}

function addFunction(draft: Draft, path: string, plan: Plan): void {
  const { name, verb, construct } = plan;
  const alarms = alarmsOf(plan);
  const lines = [
    `    this.${verb} = new CapabilityFunction(this, '${name}', ground, { memoryMB: 256 });`,
    `    const ${verb}Words = { stage: ground.config.stage, composite: 'platform', impact: 'What ${name} does waits.' } as const;`,
    ...alarms.map(
      ({ factory, symptom, rest }) =>
        `    ${factory}(this, { ...${verb}Words, name: '${plan.room}/${symptom}' }, ${rest});`,
    ),
  ].join('\n');
  const begin = /\n*( {2}constructor\(scope: Construct, ground: Ground\) \{\n)/.exec(draft.read(path));
  draft.replace(path, begin?.[0] ?? '', `\n  readonly ${verb}: CapabilityFunction;\n\n${begin?.[1]}`);
  const born = `    super(scope, '${construct}');\n`;
  draft.replace(path, born, `${born}${lines}\n`);
  useAlarms(
    draft,
    path,
    alarms.map(({ factory }) => factory),
  );
}

/** Adds names to the one import of the alarm factories. */
function useAlarms(draft: Draft, path: string, factories: readonly string[]): void {
  const [whole = '', names = ''] = /import \{([^}]*)\} from '\.\/monitoring\/alarms\.ts';/.exec(draft.read(path)) ?? [];
  const known = names.split(',').map((name) => name.trim());
  const all = [...new Set([...known, ...factories])].filter(Boolean);
  draft.replace(path, whole, `import { ${all.join(', ')} } from './monitoring/alarms.ts';`);
}

const section = ({ room, name }: Plan, { symptom, meaning, remedy }: Alarm): string => `
## \`${room}/${symptom}\`

**Meaning.** ${meaning}

**Look.** The log group \`/metaport/<stage>/${name}\`, its lines with an outcome other than \`ack\` or \`2xx\`.

**Do.** ${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}
`;
