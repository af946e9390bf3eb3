import * as z from 'zod';
import { announced as capi } from '../../lambdas/capi/announced.ts';
import { announced as compliance } from '../../lambdas/compliance/announced.ts';
import type { AnnouncedEvent } from '../../lambdas/foundation/core/announced-event.ts';
import { announced as messaging } from '../../lambdas/messaging/announced.ts';
import { announced as oauth } from '../../lambdas/oauth/announced.ts';
import { announced as webhooks } from '../../lambdas/webhooks/announced.ts';
import type { JsonSchema } from './document.ts';

/** What each room announces; a room's line here is checked against the contract by a test. */
export const allAnnounced: Readonly<Record<string, Readonly<Record<string, AnnouncedEvent>>>> = {
  messaging,
  webhooks,
  capi,
  oauth,
  compliance,
};

/** Whether it is an object, as schemas are. */
export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A part of a schema by its name; nothing where it has none. */
export const partsOf = (schema: JsonSchema, name: string): Readonly<Record<string, JsonSchema>> => {
  const parts = schema[name];
  return isSchema(parts)
    ? Object.fromEntries(Object.entries(parts).filter((one): one is [string, JsonSchema] => isSchema(one[1])))
    : {};
};

/** The same schema with a description for each member that has none. */
function described(schema: unknown, words: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => described(one, words));
  if (!isSchema(schema)) return schema;
  const { properties, ...rest } = schema;
  const same = Object.entries(rest).map(([key, value]) => [key, described(value, words)]);
  if (!isSchema(properties)) return Object.fromEntries(same);
  const members = Object.keys(properties).map((name) => {
    const member = partsOf(schema, 'properties')[name] ?? {};
    const word = words[name];
    const said = word === undefined || member.description !== undefined ? {} : { description: word };
    return [name, { ...said, ...Object(described(member, words)) }];
  });
  return { ...Object.fromEntries(same), properties: Object.fromEntries(members) };
}

/** The JSON Schema of a `detail`. It is open: what subscribers do not know yet may be added. */
export function detailSchema({ detail, words = {} }: AnnouncedEvent): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(detail(), { io: 'input', reused: 'inline' });
  const made = described(schema, words);
  return isSchema(made) ? made : {};
}

/** The schemas of all details by detail-type, as one JSON Schema document. */
export function eventsDocument() {
  const all = Object.values(allAnnounced).flatMap((events) => Object.entries(events));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Metaport events',
    description: 'The `detail` of each detail-type that Metaport announces; the source is `metaport`.',
    $defs: Object.fromEntries(
      all.map(([type, event]) => [type, { title: type, description: event.when, ...detailSchema(event) }]),
    ),
  };
}
