import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { StageConfig } from '../../lib/foundation/stage-config.ts';
import { metaportStage } from '../../lib/metaport-stage.ts';
import { settings } from './stage-settings.ts';

/** One resource of a template, its intrinsics resolved to readable text. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string | readonly string[];
  readonly UpdatePolicy?: Record<string, unknown>;
}
interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}
type Part = 'State' | 'Service' | 'Observability';
export type Templates = Readonly<Record<Part, Template>>;

/** One statement of a policy, as its author wrote it: lists always lists. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

export const repository = new URL('../../', import.meta.url);

/** The flags that the CDK CLI passes to the app. */
export const context = (JSON.parse(readFileSync(new URL('cdk.json', repository), 'utf8')) as { context: object })
  .context;

/** The three templates of a stage; functions hold no code, so that a synth takes half a second. */
export function synth(config: StageConfig): Templates {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context: { ...context } });
  metaportStage(app, config, () => Code.fromInline('exports.handler = async () => undefined'));
  const assembly = app.synth();
  const template = (part: Part) => assembly.getStackByName(`Metaport-${config.stage}-${part}`).template as Template;
  const raw = { State: template('State'), Service: template('Service'), Observability: template('Observability') };
  const exported = new Map(
    Object.entries(raw).flatMap(([part, { Outputs = {} }]) =>
      Object.values(Outputs).map(({ Value, Export }) => [Export?.Name ?? `${part} only`, Value] as const),
    ),
  );
  return readable(raw, exported) as Templates;
}

/** `Ref` → the id without its hash, `GetAtt` → `id.Attribute`, imports → what the other stack exported. */
function readable(value: unknown, exported: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => readable(one, exported));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, inner] = []] = Object.entries(value);
  if (key === 'Ref') return short(String(inner));
  if (key === 'Fn::GetAtt') return `${short(String((inner as string[])[0]))}.${String((inner as string[])[1])}`;
  if (key === 'Fn::ImportValue') return readable(exported.get(String(inner)), exported);
  if (key === 'Fn::Join') {
    const [between, parts] = readable(inner, exported) as [string, string[]];
    return parts.join(between);
  }
  if (key?.startsWith('Fn::')) return JSON.stringify(readable(inner, exported));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [short(name), readable(one, exported)]));
}
const short = (id: string): string => id.replace(/(?<=\w)[0-9A-F]{8}$/, '');

/** The resources of one type, with their ids; throws when there is none, so that no check looks at nothing. */
export function resourcesOf(template: Template, type: string): readonly (Resource & { readonly id: string })[] {
  const found = Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
  if (found.length === 0) throw new Error(`The template holds no ${type}.`);
  return found.map(([id, resource]) => ({ id, ...resource }));
}

/** The one resource of a type whose property `key` is `value`. */
export function resourceBy(template: Template, type: string, key: string, value: unknown): Resource {
  const [found, ...others] = resourcesOf(template, type).filter(({ Properties }) => Properties[key] === value);
  if (!found || others.length > 0)
    throw new Error(`${type} with ${key} = ${String(value)}: ${others.length + 1} found.`);
  return found;
}

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]) as string[];

/** The statements of a policy document. */
export function statementsIn(document: unknown): readonly Statement[] {
  const { Statement: statements } = document as { Statement: readonly Record<string, unknown>[] };
  return statements.map((one) => ({
    ...(one as unknown as Statement),
    Action: listed(one.Action),
    Resource: listed(one.Resource),
  }));
}

/** What the role of function `name` may do, in the stage `settings` names unless said. */
export function rightsOf(templates: Templates, name: string, stage = settings.stage): readonly Statement[] {
  const physical = `metaport-${stage}-${name.replace('/', '-')}`;
  const { Role } = resourceBy(templates.Service, 'AWS::Lambda::Function', 'FunctionName', physical).Properties;
  const role = templates.Service.Resources[String(Role).replace(/\.Arn$/, '')];
  const policies = role?.Properties.Policies as readonly { PolicyDocument: unknown }[];
  return policies.flatMap(({ PolicyDocument }) => statementsIn(PolicyDocument));
}
