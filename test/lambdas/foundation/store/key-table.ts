import type { entities } from '../../../../lambdas/foundation/store/entities/index.ts';

const written = (parts: readonly string[]) =>
  parts
    .map((part) =>
      /^(-|owner|all|newest|state|wish|request|settings|message|thread|person|wrapped)$/.test(part)
        ? part
        : `<${part}>`,
    )
    .join('#');

/** `docs/tables.md`, made from the registry of entities. */
export function keyTable(all: typeof entities): string {
  const lines = all.map(
    ({ name, table, named, lives }) =>
      `| \`${name}\` | ${table} | \`${name}#${written(named.pk)}\` | \`${written(named.sk)}\` | ${lives} |`,
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
