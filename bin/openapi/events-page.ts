import type { AnnouncedEvent } from '../../lambdas/foundation/core/announced-event.ts';
import type { JsonSchema } from './document.ts';
import { allAnnounced, detailSchema, isSchema, partsOf } from './events.ts';

const headings: Readonly<Record<string, string>> = {
  messaging: 'Conversations',
  webhooks: 'Webhooks',
  capi: 'Conversions',
  oauth: 'Connections',
  compliance: 'People',
};

const intro = `# Events

*Written by \`npm run openapi\` from the \`announced.ts\` of each room; as JSON Schema: [\`docs/api/events.json\`](api/events.json), \`$defs\` by detail-type.*

Everything that happens is announced on the EventBridge bus \`metaport-<stage>\`, source \`metaport\`. A rule of yours picks what you want by detail-type, and by members of the detail:

\`\`\`json
{"source": ["metaport"], "detail-type": ["message.received"], "detail": {"workspace": ["shop"], "channel": ["whatsapp"]}}
\`\`\`

- **At least once, in any order.** A crash announces again, under the same \`detail.id\`: dedupe by that. What a replay does to it stands beside each event.
- **Members may be added**, so read what you know and pass over the rest. None is taken away and none changes its meaning without a new \`version\` or detail-type. Absent and null are told apart where both may be.
- **Under 64 kB.** What is too big stays out, and \`href\`, a path of this API, leads to it.
- Ids are strings, times ISO-8601 UTC.
`;

/** What a member holds, in words. */
export function typeWords(schema: JsonSchema): string {
  const { anyOf, type } = schema;
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (Array.isArray(values)) return values.map((one) => `\`${String(one)}\``).join(', ');
  if (Array.isArray(anyOf)) return anyOf.filter(isSchema).map(typeWords).join(' or ');
  if (type === 'array') return `list of ${isSchema(schema.items) ? typeWords(schema.items) : 'anything'}`;
  if (Array.isArray(type)) return type.map(String).join(' or ');
  if (type === 'integer') return 'whole number';
  return typeof type === 'string' ? type : 'anything';
}

/** The object that a member holds, holds many of, or may hold; undefined: none. */
function objectIn(schema: JsonSchema): { readonly object: JsonSchema; readonly many: string } | undefined {
  if (isSchema(schema.properties)) return { object: schema, many: '' };
  if (isSchema(schema.items)) {
    const found = objectIn(schema.items);
    return found && { ...found, many: `[]${found.many}` };
  }
  const either = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isSchema) : [];
  return either.map(objectIn).find((found) => found !== undefined);
}

/** A line of the table for each member, and below it for those inside it. */
function linesOf(schema: JsonSchema, before = ''): readonly string[] {
  const { required } = schema;
  return Object.entries(partsOf(schema, 'properties')).flatMap(([name, member]) => {
    const path = `${before}${name}`;
    const isThere = Array.isArray(required) && required.includes(name);
    const words = typeof member.description === 'string' ? member.description : '';
    const line = `| \`${path}\` | ${typeWords(member)}${isThere ? '' : ', or absent'} | ${words} |`;
    const inner = objectIn(member);
    return [line, ...(inner ? linesOf(inner.object, `${path}${inner.many}.`) : [])];
  });
}

const table = (lines: readonly string[]) => ['| member | what it holds | |', '|---|---|---|', ...lines].join('\n');

/** What all say alike is said once. */
const alike = (all: readonly (readonly string[])[]): readonly string[] =>
  all.length < 2 ? [] : (all[0] ?? []).filter((line) => all.every((lines) => lines.includes(line)));

const promisesOf = ({ use, id, again }: AnnouncedEvent) => [
  `- **For example:** ${use}`,
  `- **\`id\`:** ${id}`,
  `- **Told again:** ${again.trim()}`,
];

function section(room: string, events: Readonly<Record<string, AnnouncedEvent>>): string {
  const each = Object.entries(events).map(([type, event]) => {
    return { type, when: event.when, promises: promisesOf(event), lines: linesOf(detailSchema(event)) };
  });
  const samePromises = alike(each.map(({ promises }) => promises));
  const sameLines = alike(each.map(({ lines }) => lines));
  const shared = sameLines.length === 0 ? [] : ['Each of them has:', table(sameLines)];
  const own = each.flatMap(({ type, when, promises, lines }) => {
    const said = promises.filter((line) => !samePromises.includes(line));
    const rows = lines.filter((line) => !sameLines.includes(line));
    return [
      `### \`${type}\``,
      when,
      ...(said.length > 0 ? [said.join('\n')] : []),
      ...(rows.length > 0 ? [table(rows)] : []),
    ];
  });
  const promised = samePromises.length > 0 ? [samePromises.join('\n')] : [];
  return [`## ${headings[room] ?? room}`, ...promised, ...shared, ...own].join('\n\n');
}

/** The page of all events, for people. */
export const eventsPage = (): string =>
  `${[intro.trim(), ...Object.entries(allAnnounced).map(([room, events]) => section(room, events))].join('\n\n')}\n`;
