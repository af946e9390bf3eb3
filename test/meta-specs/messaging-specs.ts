import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { merged, type SpecCall, type SpecNode, type SpecParam, type Specs } from './specs.ts';

/** Which node a path's first variable stands for, by the names that the other specs and the journal use. */
const nodes: Readonly<Record<string, string>> = {
  'WABA-ID': 'WhatsAppBusinessAccount',
  'WhatsApp-Business-Account-ID': 'WhatsAppBusinessAccount',
  'Phone-Number-ID': 'WhatsAppBusinessPhoneNumber',
  'Media-ID': 'Media',
  'Business-ID': 'Business',
  'Application-ID': 'Application',
  'User-ID': 'User',
};

const Content = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })).default({}) });
const Schema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).default({}),
  items: z.unknown().optional(),
  oneOf: z.array(z.unknown()).default([]),
  anyOf: z.array(z.unknown()).default([]),
  allOf: z.array(z.unknown()).default([]),
});
type Schema = z.infer<typeof Schema>;
const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.unknown().optional(),
});
const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()),
});
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Follows `$ref`s inside the document. */
type Follow = (value: unknown) => unknown;

/** Meta's OpenAPI file of the business messaging API; what an operation answers is a node named by its `operationId`. */
export function messagingSpecs(file: string): Specs {
  const document = Document.parse(parse(readFileSync(file, 'utf8')));
  const follow: Follow = (value) => {
    const ref = z.object({ $ref: z.string() }).safeParse(value);
    if (!ref.success) return value;
    const steps = ref.data.$ref.replace('#/', '').split('/');
    return follow(steps.reduce<unknown>((at, step) => z.looseObject({}).parse(at)[step], document));
  };
  return Object.entries(document.paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, one]) => specsOf(path, method, one, follow)),
    )
    .reduce(merged, new Map());
}

function specsOf(path: string, method: string, value: unknown, follow: Follow): Specs {
  const [, variable = '', edge = ''] = /^\/\{Version\}\/\{([\w-]+)\}(?:\/(\w+))?$/.exec(path) ?? [];
  const node = nodes[variable];
  if (node === undefined || !['get', 'post', 'delete'].includes(method)) return new Map();
  const operation = Operation.parse(value);
  const call: SpecCall = { params: paramsOf(operation, follow), returns: [operation.operationId] };
  const answer: SpecNode = { calls: new Map(), fields: answerFields(operation, follow) };
  const fields = edge === '' && method === 'get' ? answer.fields : new Map<string, string>();
  return new Map([
    [node, { calls: new Map([[`${edge} ${method.toUpperCase()}`, call]]), fields }],
    [operation.operationId, answer],
  ]);
}

const types: Readonly<Record<string, string>> = { boolean: 'bool', integer: 'int', array: 'list', object: 'map' };

const paramOf = (value: unknown, required: boolean, follow: Follow): SpecParam => {
  const { type = 'string', enum: values } = Schema.parse(follow(value));
  return { required, type: types[type] ?? 'string', ...(values && { values: values.map(String) }) };
};

function paramsOf({ parameters, requestBody }: z.infer<typeof Operation>, follow: Follow) {
  const query = parameters
    .map((one) => Parameter.parse(follow(one)))
    .filter((one) => one.in === 'query')
    .map(({ name, required = false, schema }): [string, SpecParam] => [name, paramOf(schema, required, follow)]);
  const { properties, required } = schemaIn(requestBody, follow);
  const body = Object.entries(properties).map(([name, schema]): [string, SpecParam] => [
    name,
    paramOf(schema, required.includes(name), follow),
  ]);
  return new Map([...query, ...body]);
}

function schemaIn(holder: unknown, follow: Follow): Schema {
  const { content } = Content.parse(follow(holder) ?? {});
  return flat(Schema.parse(follow(Object.values(content)[0]?.schema) ?? {}), follow);
}

/** A schema of several forms as one that allows what any of them does, and demands nothing. */
function flat(schema: Schema, follow: Follow): Schema {
  const forms = [...schema.oneOf, ...schema.anyOf, ...schema.allOf].map((form) =>
    flat(Schema.parse(follow(form)), follow),
  );
  if (forms.length === 0) return schema;
  const properties = [schema, ...forms].map((form) => form.properties).reduce(joined);
  return { ...schema, properties, required: [] };
}

/** What several forms say of one property: the later word, but each form's legal values. */
function joined(before: Schema['properties'], after: Schema['properties']): Schema['properties'] {
  const both = Object.entries(after).map(([name, value]) => {
    const [one, other] = [before[name], value].map((given) => Schema.safeParse(given).data);
    return [name, one?.enum && other?.enum ? { ...other, enum: [...new Set([...one.enum, ...other.enum])] } : value];
  });
  return { ...before, ...Object.fromEntries(both) };
}

/** Fields of the node, or of the nodes in a list `data`. */
function answerFields({ responses }: z.infer<typeof Operation>, follow: Follow): ReadonlyMap<string, string> {
  const { properties } = schemaIn(responses['200'], follow);
  const list = Schema.safeParse(follow(properties.data));
  const item = list.success && list.data.type === 'array' ? Schema.parse(follow(list.data.items)) : { properties };
  return new Map(Object.keys(item.properties).map((name) => [name, '']));
}
