import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../../bin/openapi/document.ts';
import { allAnnounced, detailSchema, eventsDocument, isSchema, partsOf } from '../../bin/openapi/events.ts';
import { eventsPage, typeWords } from '../../bin/openapi/events-page.ts';
import { contractOf, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { detailOf } from '../../lambdas/foundation/runtime/bus.ts';
import { announcement } from '../../lambdas/webhooks/announcement.ts';
import { classifyItem } from '../../lambdas/webhooks/classify-item.ts';
import { leastOf } from '../arbitraries/webhook-kinds.ts';
import { demandPromised } from '../fakes/promised-detail.ts';

const types = Object.values(allAnnounced).flatMap((events) => Object.keys(events));
const document = eventsDocument();
const page = eventsPage();

/** Every member of a schema, at any depth, by its path. */
function membersOf(schema: unknown, path: string): readonly (readonly [path: string, member: JsonSchema])[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => membersOf(one, path));
  if (!isSchema(schema)) return [];
  const members = Object.entries(partsOf(schema, 'properties')).map(([name, one]) => [`${path}.${name}`, one] as const);
  const parts = ['items', 'anyOf', 'additionalProperties'].flatMap((name) => membersOf(schema[name], path));
  return [...members, ...members.flatMap(([place, one]) => membersOf(one, place)), ...parts];
}

describe('contract = announced = documents', () => {
  it('has an announced.ts for each room that may announce, and for no other', () => {
    const rooms = functionNames.filter((name) => contractOf(name).announces).map((name) => name.split('/')[0]);
    expect(new Set(rooms)).toEqual(new Set(Object.keys(allAnnounced)));
  });

  it('names every detail-type once, in the document and on the page', () => {
    // Seven of conversations, a kind of webhook each, three of conversions, five of connections, one of people.
    expect(types).toHaveLength(7 + Object.keys(leastOf).length + 1 + 3 + 5 + 1);
    expect(new Set(types).size).toBe(types.length);
    expect(Object.keys(document.$defs)).toEqual(types);
    expect([...page.matchAll(/^### `(.*)`$/gm)].map(([, type]) => type)).toEqual(types);
  });

  it('says of every member in a line what it is, and shows it on the page', () => {
    const members = types.flatMap((type) => membersOf(document.$defs[type], type));
    expect(members.length).toBeGreaterThan(600);
    const silent = members.filter(([, { description }]) => typeof description !== 'string' || description.length < 6);
    expect(silent.map(([path]) => path)).toEqual([]);
    const words = members.flatMap(([, { description }]) => (typeof description === 'string' ? [description] : []));
    expect(words.filter((word) => word.includes('\n') || !page.includes(word))).toEqual([]);
  });

  it('holds schemas that a JSON Schema 2020-12 validator compiles, and that stay open', () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'events', ...document });
    for (const type of types) expect(ajv.compile({ $ref: `events#/$defs/${type}` })).toBeInstanceOf(Function);
    expect(JSON.stringify(document)).not.toContain('"additionalProperties":false');
  });
});

describe('a webhook on the bus', () => {
  const ajv = new Ajv2020({ strict: false });
  const receivedAt = '2026-11-21T10:00:00.000Z';

  it.each(Object.entries(leastOf))(
    '%s is what the document says, first and in a replay',
    (kind, [object, list, item]) => {
      const classified = classifyItem({ object, entry: { id: '1', time: 1_600_000_000 }, list, item, receivedAt });
      const { asset = { kind: 'page', id: '1' } as const, occurredAt, ...typed } = classified;
      expect(typed.kind).toBe(kind);
      for (const replayId of [undefined, 'r_1']) {
        const event = announcement(
          'event-1',
          { ...typed, workspace: 'shop', asset, occurredAt, receivedAt, source: 'webhook', time: 1, raw: {} },
          receivedAt,
          replayId,
        );
        demandPromised(event);
        const schema = detailSchema(allAnnounced.webhooks![event.type]!);
        expect(ajv.validate(schema, JSON.parse(detailOf(event)))).toBe(true);
      }
    },
  );
});

describe('what is not promised', () => {
  const detail = { code: 'c', appId: '1', userId: '2' };
  const event = { id: 'c.shop', workspace: 'shop', type: 'person.erased', time: '2026-11-21T10:00:00.000Z', detail };

  it.each([
    ['another detail-type', { ...event, type: 'person.forgotten' }, 'no announced.ts promises person.forgotten'],
    ['a member more', { ...event, detail: { ...detail, name: 'Ann' } }, 'has more than announced.ts promises'],
    ['a member less', { ...event, detail: { code: 'c', appId: '1' } }, 'is not what announced.ts promises'],
    ['another sort of member', { ...event, detail: { ...detail, userId: 2 } }, 'is not what announced.ts promises'],
  ])('%s is refused', (_, made, words) => {
    expect(() => demandPromised(event)).not.toThrow();
    expect(() => demandPromised(made)).toThrow(words);
  });
});

describe('what a member holds, in words', () => {
  it.each([
    [{ type: ['string', 'null'] }, 'string or null'],
    [{ enum: ['a', 'b'] }, '`a`, `b`'],
    [{ const: 1 }, '`1`'],
    [{ type: 'array', items: { type: 'integer' } }, 'list of whole number'],
    [{ anyOf: [{ type: 'object' }, { type: 'null' }] }, 'object or null'],
    [{}, 'anything'],
  ])('%j is %s', (schema, words) => {
    expect(typeWords(schema)).toBe(words);
  });
});
