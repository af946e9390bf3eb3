import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import * as z from 'zod';

type Members = Readonly<Record<string, unknown>>;
const membersOf = (value: unknown): Members => z.record(z.string(), z.unknown()).parse(value);

/** A place of the file that is known to be wrong or too old; `to` makes what it should say of what it says. */
export interface Mend {
  readonly why: string;
  readonly at: string;
  readonly to: (before: unknown) => unknown;
}

const is = (value: unknown) => () => value;
const withAlso = (more: Members) => (before: unknown) => ({ ...membersOf(before), ...more });
const orAlso =
  (...more: readonly unknown[]) =>
  (before: unknown) => [...z.array(z.unknown()).parse(before), ...more];

const text = { type: 'string' };
const ofAction = (name: string, required: readonly string[], parameters?: Members) => ({
  required,
  properties: { name: { enum: [name] }, ...(parameters && { parameters }) },
});

/** Paths under `components/schemas`. The paragraphs are those of the fact sheet. */
export const mends: readonly Mend[] = [
  {
    why: 'it is older than business-scoped user ids: §8, wa_send_text_bsuid.json, wa_send_text_both.json',
    at: 'BaseMessageProperties.properties',
    to: withAlso({ recipient: text }),
  },
  {
    why: 'it has the marker for calls only: §8',
    at: 'BaseMessageProperties.properties',
    to: withAlso({ biz_opaque_callback_data: { ...text, maxLength: 512 } }),
  },
  {
    why: 'recipient_type is not needed: wa_send_text_phone.json; nor is `to` beside `recipient`',
    at: 'BaseMessageProperties.required',
    to: is(['messaging_product', 'type']),
  },
  {
    why: 'degrees are texts in the schema and numbers in its own examples',
    at: 'LocationMessage.allOf.1.properties.location.properties.latitude.type',
    to: is(['string', 'number']),
  },
  {
    why: 'as latitude',
    at: 'LocationMessage.allOf.1.properties.location.properties.longitude.type',
    to: is(['string', 'number']),
  },
  {
    why: 'it leaves kinds out: §8 (cta_url), wa_send_interactive_cta_url.json',
    at: 'InteractiveObject.properties.type.enum',
    to: orAlso('cta_url', 'location_request_message'),
  },
  {
    why: 'as the kinds: their actions',
    at: 'ActionObject.oneOf',
    to: orAlso(
      ofAction('cta_url', ['name', 'parameters'], { type: 'object', required: ['display_text', 'url'] }),
      ofAction('send_location', ['name']),
    ),
  },
  {
    why: 'its own examples and wa_send_template_named_params.json have no policy',
    at: 'LanguageObject.required',
    to: is(['code']),
  },
  {
    why: 'the pattern is a class of characters that lacks 0 and has a comma; the words beside it say 0-9',
    at: 'TemplateComponent.properties.index.pattern',
    to: is('^[0-9]$'),
  },
  {
    why: 'as the component’s',
    at: 'ButtonComponent.allOf.1.properties.index.pattern',
    to: is('^[0-9]$'),
  },
  ...['AddressObject', 'EmailObject', 'PhoneObject', 'UrlObject'].map((name) => ({
    why: 'types are free words: wa_send_contacts.json',
    at: `${name}.properties.type`,
    to: is(text),
  })),
  {
    why: 'each kind refuses additional properties beside `allOf`, and so all of the common ones',
    at: '',
    to: (schemas) => ({ ...membersOf(schemas), ...flatMessages(membersOf(schemas)) }),
  },
];

const Kind = z.object({
  allOf: z.tuple([
    z.unknown(),
    z.looseObject({ required: z.array(z.string()), properties: z.record(z.string(), z.unknown()) }),
  ]),
});
const Base = z.object({ required: z.array(z.string()), properties: z.record(z.string(), z.unknown()) });

/** Each kind of message as one object. */
function flatMessages(schemas: Members): Members {
  const base = Base.parse(schemas.BaseMessageProperties);
  const names = Object.values(mappingOf(schemas, 'Message'));
  return Object.fromEntries(
    names.map((name) => {
      const [, own] = Kind.parse(schemas[name]).allOf;
      const required = [...base.required, ...own.required];
      const properties = { ...base.properties, ...own.properties };
      const anyOf = [{ required: ['to'] }, { required: ['recipient'] }];
      return [name, { type: 'object', additionalProperties: false, required, properties, anyOf }];
    }),
  );
}

const Discriminated = z.looseObject({ discriminator: z.object({ mapping: z.record(z.string(), z.string()) }) });

/** Which schema a value of the discriminator means, by name. */
function mappingOf(schemas: Members, name: string): Readonly<Record<string, string>> {
  const { mapping } = Discriminated.parse(schemas[name]).discriminator;
  return Object.fromEntries(Object.entries(mapping).map(([value, ref]) => [value, ref.split('/').at(-1) ?? '']));
}

function put(value: unknown, [step, ...rest]: readonly string[], to: (before: unknown) => unknown): unknown {
  if (step === undefined) return to(value);
  if (Array.isArray(value)) return value.map((one, at) => (String(at) === step ? put(one, rest, to) : one));
  const members = membersOf(value);
  if (!(step in members)) throw new Error(`the file has no ${step}, which a mend wants to change`);
  return { ...members, [step]: put(members[step], rest, to) };
}

/**
 * JSON Schema knows no discriminator, so where the file lists objects of several kinds the kind is demanded here: without
 * it nearly anything would be a template's component.
 */
const kinds = [
  ['TemplateObject.properties.components.items', 'TemplateComponent'],
  ['HeaderComponent.allOf.1.properties.parameters.items', 'ParameterObject'],
  ['BodyComponent.allOf.1.properties.parameters.items', 'ParameterObject'],
  ['ButtonComponent.allOf.1.properties.parameters.items', 'ButtonParameterObject'],
] as const;

/** Answers why a body is no request of its type by Meta's file, or undefined when it is one. */
export type Judge = (body: unknown) => string | undefined;

/** The schemas as they stand in the file; a megabyte of YAML takes a second, so each folder's is read once. */
const read = new Map<string, unknown>();
function schemasIn(folder: string): unknown {
  const known = read.get(folder);
  if (known !== undefined) return known;
  const file: unknown = parse(readFileSync(join(folder, 'business-messaging-api_v23.0.yaml'), 'utf8'));
  const { schemas } = membersOf(membersOf(file).components);
  read.set(folder, schemas);
  return schemas;
}

/** Reads Meta's OpenAPI file with these mends. */
export function whatsappSpec(folder: string, applied: readonly Mend[] = mends): Judge {
  let schemas: unknown = schemasIn(folder);
  for (const [place, name] of kinds) {
    const refs = Object.values(mappingOf(membersOf(schemas), name)).map((one) => ({
      $ref: `#/components/schemas/${one}`,
    }));
    schemas = put(schemas, place.split('.'), is({ oneOf: refs }));
  }
  for (const { at, to } of applied) schemas = put(schemas, at === '' ? [] : at.split('.'), to);
  const types = mappingOf(membersOf(schemas), 'Message');
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  ajv.addSchema({ $id: 'file', components: { schemas } });
  const compiled = new Map<string, ValidateFunction>();
  return (body) => {
    const { type } = membersOf(body);
    const name = types[String(type)];
    if (name === undefined) return `${type} is no type`;
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `file#/components/schemas/${name}` });
    compiled.set(name, validate);
    return validate(body) ? undefined : ajv.errorsText(validate.errors);
  };
}
