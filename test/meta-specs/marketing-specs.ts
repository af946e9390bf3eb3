import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { SpecCall, SpecNode, SpecParam, Specs } from './specs.ts';

/** `endpoint` is absent on the node's own calls, whose names are `#get`, `#update` and `#delete`. */
const Api = z.object({
  method: z.string(),
  endpoint: z.string().optional(),
  return: z.string(),
  params: z.array(z.object({ name: z.string(), required: z.boolean(), type: z.string() })),
});
const Node = z.object({ apis: z.array(Api), fields: z.array(z.object({ name: z.string(), type: z.string() })) });
const Enums = z.array(z.object({ name: z.string(), values: z.array(z.string()) }));

type Values = ReadonlyMap<string, readonly string[]>;

/** The type within `list<…>`, however deep. */
export const elementType = (type: string): string => {
  const inner = /^list<(.*)>$/.exec(type)?.[1];
  return inner === undefined ? type : elementType(inner);
};

/** Meta's specs of its business SDKs: `<folder>/<Node>.json` and `enum_types.json`. */
export function marketingSpecs(folder: string): Specs {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const enums: Values = new Map(Enums.parse(read('enum_types.json')).map(({ name, values }) => [name, values]));
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'enum_types.json');
  return new Map(files.map((file) => [file.replace('.json', ''), nodeOf(Node.parse(read(file)), enums)]));
}

const nodeOf = ({ apis, fields }: z.infer<typeof Node>, enums: Values): SpecNode => ({
  calls: new Map(apis.map((api) => [`${api.endpoint ?? ''} ${api.method}`, callOf(api, enums)])),
  fields: new Map(fields.map(({ name, type }) => [name, elementType(type)])),
});

const callOf = ({ params, return: returned }: z.infer<typeof Api>, enums: Values): SpecCall => ({
  params: new Map(
    params.map(({ name, required, type }): [string, SpecParam] => {
      const values = enums.get(elementType(type));
      return [name, { required, type, ...(values && { values }) }];
    }),
  ),
  returns: [elementType(returned)],
});
