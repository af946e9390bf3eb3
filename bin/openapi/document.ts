import * as z from 'zod';
import { routes as assets } from '../../lambdas/assets/routes.ts';
import { routes as capi, requestSchemas } from '../../lambdas/capi/routes.ts';
import { routes as compliance } from '../../lambdas/compliance/routes.ts';
import type { RouteKey, Scope } from '../../lambdas/foundation/contract/function-line.ts';
import { contractOf, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import type { RouteSchema } from '../../lambdas/foundation/core/api.ts';
import { routes as messaging } from '../../lambdas/messaging/routes.ts';
import { routes as oauth } from '../../lambdas/oauth/routes.ts';
import { routes as parking } from '../../lambdas/parking/routes.ts';
import { routes as reference } from '../../lambdas/reference/routes.ts';
import { routes as webhooks } from '../../lambdas/webhooks/routes.ts';

/** Every room's routes; a room's line here is checked against the contract by a test. */
export const allRoutes: Readonly<Record<string, RouteSchema>> = {
  ...webhooks,
  ...parking,
  ...reference,
  ...oauth,
  ...assets,
  ...compliance,
  ...capi,
  ...messaging,
};

/** JSON Schema, as far as we read it again. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One operation of the document. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly {
    name: string;
    in: 'path' | 'query';
    required: boolean;
    description?: string;
    schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content } | { $ref: string }>
  >;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

const problem: JsonSchema = {
  type: 'object',
  description:
    'An error of Metaport itself. Errors made by the gateway (401, 403, 404, 413, 429, 503) are `{"message"}` instead.',
  required: ['type', 'title', 'status', 'kind', 'blame', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    kind: { type: 'string' },
    blame: { enum: ['caller', 'owner', 'meta', 'us'] },
    requestId: { type: 'string' },
    detail: { type: 'string', description: 'Absent where the trouble is ours to mend and no message is kept.' },
    messageId: {
      type: 'string',
      description:
        'Of `POST /v1/messages`, always 422: the message is kept as `failed`, and its key always answers this.',
    },
    code: { type: 'integer', description: 'With `messageId`: Meta’s code, where Meta refused it; `subcode` too.' },
    subcode: { type: 'integer' },
    advice: { type: 'string', description: 'With `messageId`: what there is to do.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'reason'],
        properties: { path: { type: 'string' }, reason: { type: 'string' } },
      },
    },
  },
};

const inComponents = (id: string) => `#/components/schemas/${id}`;

/** Named schemas become components; what stands in them refers to others by name. */
function components(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: inComponents, io: 'output' });
  const bare = Object.entries(schemas).map(([id, { $schema, $id, id: _, ...schema }]) => [id, schema as JsonSchema]);
  const requests = Object.entries(requestSchemas).map(([id, schema]) => [id, schemaOf(schema, 'input', 'any')]);
  return { ...Object.fromEntries([...bare, ...requests]), Problem: problem };
}

function schemaOf(
  schema: z.core.$ZodType,
  io: 'input' | 'output',
  unrepresentable: 'throw' | 'any' = 'throw',
): JsonSchema {
  const known = io === 'output' ? z.globalRegistry.get(schema)?.id : undefined;
  if (known !== undefined) return { $ref: inComponents(known) };
  const { $schema, $defs, ...plain } = z.toJSONSchema(schema, { io, reused: 'inline', unrepresentable });
  return JSON.parse(JSON.stringify(plain).replaceAll('#/$defs/', inComponents(''))) as JsonSchema;
}

function parametersOf(route: RouteSchema) {
  return (['path', 'query'] as const).flatMap((place) => {
    const schema = route[place] && schemaOf(route[place], 'input');
    const required = (schema?.required ?? []) as readonly string[];
    return Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>).map(
      ([name, { description, ...rest }]) => ({
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...(typeof description === 'string' ? { description } : {}),
        schema: rest,
      }),
    );
  });
}

/** What a person's browser gets. */
const forBrowsers: Operation['responses'] = {
  '302': { description: 'The browser is sent on.' },
  '400': { description: 'A page that says why not.', content: { 'text/html': { schema: { type: 'string' } } } },
};

function responsesOf(route: RouteSchema): Operation['responses'] {
  if (route.answers === 'browser') return { ...forBrowsers, default: { $ref: '#/components/responses/Problem' } };
  const { otherwise = [] } = route;
  return {
    ...Object.assign({}, ...[route, ...otherwise].map(successOf)),
    default: { $ref: '#/components/responses/Problem' },
  };
}

function successOf({ summary, response, status = 200 }: Pick<RouteSchema, 'summary' | 'response' | 'status'>) {
  const schema = status === 204 ? undefined : schemaOf(response, 'output');
  const type = schema?.type === 'string' ? 'text/plain' : 'application/json';
  return { [String(status)]: { description: summary, ...(schema ? { content: { [type]: { schema } } } : {}) } };
}

const operationId = (key: RouteKey) =>
  key
    .replace(/[{}.]/g, '')
    .split(/[ /]+/)
    .filter((word) => word !== 'v1')
    .map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');

function operation(key: RouteKey, room: string, access: Scope | 'public'): Operation {
  const route = allRoutes[key];
  if (route === undefined) throw new Error(`the contract has ${key}, but no room's routes.ts`);
  const parameters = parametersOf(route);
  return {
    operationId: operationId(key),
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [room],
    security: access === 'public' ? [] : [{ token: [access] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }
      : {}),
    responses: responsesOf(route),
  };
}

/** Every route of the contract: key, room and who may call. */
export function contractRoutes(): readonly {
  readonly key: RouteKey;
  readonly room: string;
  readonly access: Scope | 'public';
}[] {
  return functionNames.flatMap((name) => {
    const { trigger } = contractOf(name);
    const room = name.split('/')[0] ?? name;
    if (trigger.kind !== 'http') return [];
    return Object.entries(trigger.routes).map(([key, access]) => ({ key: key as RouteKey, room, access }));
  });
}

/** The OpenAPI 3.1 document, from the contract and the rooms' route tables. */
export function apiDocument(version: string) {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { key, room, access } of contractRoutes()) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(key, room, access) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Metaport',
      version,
      description:
        'One HTTPS API for Facebook, Messenger, Instagram and WhatsApp. Lists are {data, nextCursor}; errors are problem+json.',
    },
    paths,
    components: {
      schemas: components(),
      responses: {
        Problem: {
          description: 'What went wrong and who must act',
          content: { 'application/problem+json': { schema: { $ref: inComponents('Problem') } } },
        },
      },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the configured issuer; the scope stands beside each route.',
        },
      },
    },
  };
}

/** The document's own type. */
export type ApiDocument = ReturnType<typeof apiDocument>;
