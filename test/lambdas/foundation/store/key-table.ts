import type { entities } from '../../../../lambdas/foundation/store/entities/index.ts';

/** Words that stand in a sort key as they are; the word of the same name in a partition is a member's. */
const words = /^(owner|all|newest|state|wish|request|settings|message|outbound|upload|lane|thread|person|wrapped)$/;

const partition = (parts: readonly string[]) => parts.map((part) => (part === '-' ? part : `<${part}>`)).join('#');
const sort = (parts: readonly string[]) => parts.map((part) => (words.test(part) ? part : `<${part}>`)).join('#');

/** `docs/tables.md`, made from the registry of entities. */
export function keyTable(all: typeof entities): string {
  const lines = all.map(
    ({ name, table, named, lives }) =>
      `| \`${name}\` | ${table} | \`${name}#${partition(named.pk)}\` | \`${sort(named.sk)}\` | ${lives} |`,
  );
  return `# What lies in the tables

Made from \`lambdas/foundation/store/entities\`; a test compares it. \`state\` survives, \`ledger\` expires, \`vault\` holds
sealed tokens with the wrapped keys that open them, and nothing else. Every partition begins with the entity and the
workspace (\`-\`: nobody's). In every part, \`#\`, \`%\` and whatever is not printable ASCII stand as \`%\` and four hex
digits, so no part can break out of its place. \`<asset>\` is \`<kind>:<id>\`, \`<hour>\` is \`YYYY-MM-DDTHH\` and
\`<day>\` \`YYYY-MM-DD\` (UTC), \`<time>\` whole Unix seconds in twelve digits.

| entity | table | partition key | sort key | lives |
|---|---|---|---|---|
${lines.join('\n')}
`;
}
