/** The parts that a person at three in the morning needs, in this order. */
const parts = ['Meaning', 'Look', 'Do'] as const;

/** An alarm's heading is its name, `<capability>/<Symptom>`, or the one word of a composite; other headings are prose. */
const alarmHeading = /^#{2,4} `?([a-z-]+\/[A-Z]\w*|[a-z-]+)`?\s*$/;

/** What is wrong between the alarms that exist and the runbook's headings; nothing wrong is an empty list. */
export function runbookGaps(alarms: readonly string[], runbook: string): readonly string[] {
  const sections = sectionsOf(runbook);
  return [
    ...alarms.filter((name) => !sections.has(name)).map((name) => `${name}: no heading in docs/RUNBOOK.md`),
    ...[...sections.keys()].filter((name) => !alarms.includes(name)).map((name) => `${name}: no such alarm`),
    ...[...sections].flatMap(([name, text]) => missingParts(text).map((part) => `${name}: its section lacks ${part}`)),
  ];
}

/** The text under each alarm's heading, up to the next heading of any kind. */
function sectionsOf(runbook: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let name: string | undefined;
  for (const line of runbook.split('\n')) {
    if (line.startsWith('#')) name = alarmHeading.exec(line)?.[1];
    if (name !== undefined) sections.set(name, `${sections.get(name) ?? ''}${line}\n`);
  }
  return sections;
}

/** Each part is a line that begins with its word and says something after it. */
const missingParts = (text: string): readonly string[] =>
  parts.filter((part) => !new RegExp(`^[\\s*_-]*${part}[*_]*[.:][*_]*\\s+\\S`, 'm').test(text));
