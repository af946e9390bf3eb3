import { isRaw, type Raw } from '../conversions/event.ts';
import { rawsIn, textIn } from './json-param.ts';
import type { Template } from './templates.ts';

/** What a message says of a template: its name, its language and the values for its body. */
export type TemplateUse = { name: string; language: string; parameters: readonly Raw[] };

/** Reads `{name, language{code}, components}`; the name of the member that is missing when it cannot be read. */
export function templateUse(given: Raw): TemplateUse | { missing: string } {
  const name = textIn(given.name);
  const language = isRaw(given.language) ? textIn(given.language.code) : null;
  if (name === null) return { missing: 'template[name]' };
  if (language === null) return { missing: 'template[language][code]' };
  const body = rawsIn(given.components).find(({ type }) => isType(type, 'body'));
  return { name, language, parameters: rawsIn(body?.parameters) };
}

const isType = (type: unknown, wanted: string): boolean => textIn(type)?.toLowerCase() === wanted;

/** The placeholders of a template's body, `{{1}}` or `{{name}}`, each once. */
export function placeholdersOf({ components }: Template): string[] {
  const body = components.find(({ type }) => isType(type, 'body'));
  const found = [...(textIn(body?.text) ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name);
  return [...new Set(found)];
}

/** Why the values do not fit the template; null when they do. `count` is 132000, `names` 132012 (fact sheet §3). */
export function misfit(
  template: Template,
  { parameters }: TemplateUse,
): { why: 'count' | 'names'; details: string } | null {
  const wanted = placeholdersOf(template);
  if (parameters.length !== wanted.length) {
    const details = `body: number of localizable_params (${parameters.length}) does not match the expected number of params (${wanted.length})`;
    return { why: 'count', details };
  }
  if (template.parameter_format !== 'NAMED') return null;
  const lacking = wanted.find((name) => !parameters.some(({ parameter_name: given }) => given === name));
  return lacking === undefined
    ? null
    : { why: 'names', details: `body: Parameter name is missing or wrong: ${lacking}` };
}
