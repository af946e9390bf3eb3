import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { typeOf } from '../../bin/openapi/client-source.ts';
import { allRoutes, apiDocument, contractRoutes } from '../../bin/openapi/document.ts';
import { generated } from '../../bin/openapi.ts';

const document = apiDocument('0.0.0');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ key: `${method.toUpperCase()} ${path}`, one })),
);

describe('contract = routes = document', () => {
  it('names the same routes in all three, and every one of them', () => {
    const inContract = contractRoutes().map(({ key }) => key);
    expect(inContract.length).toBeGreaterThanOrEqual(14);
    expect(Object.keys(allRoutes).sort()).toEqual([...inContract].sort());
    expect(operations.map(({ key }) => key).sort()).toEqual([...inContract].sort());
  });

  it('shows each route with the scope that the contract demands', () => {
    for (const { key, access } of contractRoutes()) {
      const shown = operations.find((one) => one.key === key)?.one.security;
      expect({ key, shown }).toEqual({ key, shown: access === 'public' ? [] : [{ token: [access] }] });
    }
  });

  it('refers only to components that it holds', () => {
    const text = JSON.stringify(document);
    const wanted = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(wanted.length).toBeGreaterThan(10);
    for (const [, kind = '', name = ''] of wanted) {
      const parts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = document.components;
      expect(parts[kind]?.[name]).toBeDefined();
    }
  });

  it('holds schemas that a JSON Schema 2020-12 validator compiles', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'doc', components: document.components });
    for (const name of Object.keys(document.components.schemas)) {
      expect(ajv.compile({ $ref: `doc#/components/schemas/${name}` })).toBeInstanceOf(Function);
    }
  });
});

describe('generated files', () => {
  it('are what the rooms say today; if not, run `npm run openapi`', () => {
    const files = generated(process.cwd());
    expect(files.map(({ path }) => path)).toEqual([
      ...['docs/api/openapi.json', 'client/metaport-client.ts'],
      ...['docs/api/events.json', 'docs/events.md'],
    ]);
    for (const { path, text } of files) expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('a schema as a type', () => {
  it.each([
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ enum: ['a', 'b'] }, "'a' | 'b'"],
    [{ type: 'array', items: { type: 'integer' } }, 'readonly (number)[]'],
    [{ type: 'object', properties: { 'a-b': { type: 'string' } }, required: ['a-b'] }, "{ 'a-b': string }"],
    [{ $ref: '#/components/schemas/Replay' }, 'Replay'],
    [{}, 'unknown'],
  ])('%j is %s', (schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });
});
