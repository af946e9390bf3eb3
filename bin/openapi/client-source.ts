import type { ApiDocument, JsonSchema, Operation } from './document.ts';

const quoted = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);

function objectType(schema: JsonSchema): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const required = new Set((schema.required ?? []) as readonly string[]);
  if (properties.length === 0) return 'Record<string, unknown>';
  const fields = properties.map(([name, one]) => `${quoted(name)}${required.has(name) ? '' : '?'}: ${typeOf(one)}`);
  return `{ ${fields.join('; ')} }`;
}

const several = (schemas: unknown, by: string) => (schemas as readonly JsonSchema[]).map(typeOf).join(by);

/** One JSON Schema as a TypeScript type; what it does not know is `unknown`. */
export function typeOf(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? 'unknown';
  if (schema.const !== undefined) return typeof schema.const === 'string' ? `'${schema.const}'` : String(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `'${String(one)}'`).join(' | ');
  if (schema.oneOf !== undefined) return several(schema.oneOf, ' | ');
  if (schema.anyOf !== undefined) return several(schema.anyOf, ' | ');
  if (schema.allOf !== undefined) return several(schema.allOf, ' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type: unknown) => typeOf({ ...schema, type })).join(' | ');
  switch (schema.type) {
    case 'object':
      return objectType(schema);
    case 'array':
      return `readonly (${typeOf((schema.items ?? {}) as JsonSchema)})[]`;
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

const contentType = (content: Readonly<Record<string, { readonly schema: JsonSchema }>> | undefined) => {
  const [first] = Object.values(content ?? {});
  return first ? typeOf(first.schema) : 'undefined';
};

function routeType(key: string, operation: Operation): string {
  const group = (place: 'path' | 'query') => {
    const fields = (operation.parameters ?? []).filter((one) => one.in === place);
    return fields.length === 0
      ? ''
      : `${place}${place === 'path' ? '' : '?'}: { ${fields.map((one) => `${quoted(one.name)}${one.required ? '' : '?'}: ${typeOf(one.schema)}`).join('; ')} }; `;
  };
  const body = operation.requestBody ? `body: ${contentType(operation.requestBody.content)}; ` : '';
  const successes = Object.entries(operation.responses).flatMap(([status, one]) => (status === 'default' ? [] : [one]));
  const types = successes.map((one) => ('content' in one ? contentType(one.content) : 'undefined'));
  const response = [...new Set(types)].join(' | ');
  return `  /** ${operation.summary}. */\n  '${key}': { ${group('path')}${group('query')}${body}response: ${response} };`;
}

const runtime = `
type Input<R extends keyof Routes> = Omit<Routes[R], 'response'> & { idempotencyKey?: string };

/** An error answered by Metaport or by the gateway before it (then \`kind\` is absent). */
export class MetaportError extends Error {
  readonly status: number;
  readonly problem: Partial<Problem>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.title ?? \`HTTP \${status}\`);
    this.status = status;
    this.problem = problem;
  }
}

/** A typed caller of one Metaport. \`token\` is asked before every call, so that it may be renewed. */
export class Metaport {
  readonly #apiUrl: string;
  readonly #token: () => string | Promise<string>;

  constructor(options: { readonly apiUrl: string; readonly token: () => string | Promise<string> }) {
    this.#apiUrl = options.apiUrl;
    this.#token = options.token;
  }

  /** One call; throws \`MetaportError\` on any answer that is not 2xx. */
  async call<R extends keyof Routes>(route: R, input: Input<R>): Promise<Routes[R]['response']> {
    const { path = {}, query = {}, body, idempotencyKey } = input as {
      path?: Record<string, string>; query?: Record<string, unknown>; body?: unknown; idempotencyKey?: string;
    };
    const [method, template = ''] = route.split(' ');
    const filled = template.replace(/{(\\w+)}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
    const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
    const search = new URLSearchParams(asked).toString();
    const answer = await fetch(\`\${this.#apiUrl}\${filled}\${search && \`?\${search}\`}\`, {
      method: method ?? 'GET',
      headers: {
        authorization: \`Bearer \${await this.#token()}\`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    if (!answer.ok) throw new MetaportError(answer.status, json ? JSON.parse(text) : { title: text });
    return json ? JSON.parse(text) : text;
  }

  /** Every item of a list, page after page. */
  async *all<R extends ListRoute>(route: R, input: Input<R>): AsyncGenerator<Routes[R]['response']['data'][number]> {
    let cursor: string | undefined;
    do {
      const query = { ...(input as { query?: object }).query, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.call(route, { ...input, query });
      yield* page.data;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}
`;

/** The typed client, one file without dependencies. */
export function clientSource(document: ApiDocument): string {
  const types = Object.entries(document.components.schemas).map(
    ([name, schema]) => `/** ${name} of the API. */\nexport type ${name} = ${typeOf(schema)};`,
  );
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ key: `${method.toUpperCase()} ${path}`, one })),
  );
  const lists = entries
    .filter(({ one }) =>
      contentType((one.responses['200'] as { content?: never } | undefined)?.content).includes('nextCursor'),
    )
    .map(({ key }) => `'${key}'`);
  return [
    '// Generated by `npm run openapi` from the rooms’ route tables. Do not edit.',
    ...types,
    `/** Every route: what it takes and gives. */\nexport interface Routes {\n${entries.map(({ key, one }) => routeType(key, one)).join('\n')}\n}`,
    `type ListRoute = ${lists.join(' | ')};`,
    runtime.trim(),
    '',
  ].join('\n\n');
}
