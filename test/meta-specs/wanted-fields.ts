/** A field that a call asks for, and what it wants of it. */
export interface WantedField {
  readonly name: string;
  readonly fields: readonly WantedField[];
}

/** Reads `id,name,instagram_business_account{id,username}`; `.limit(5)` and its like are stepped over. */
export function wantedFields(text: string): readonly WantedField[] {
  return splitOutside(text.replace(/\.[a-z_]+\([^()]*\)/g, '')).map((part) => {
    const [, name = part, inner] = /^(\w+)(?:\{(.*)\})?$/s.exec(part.trim()) ?? [];
    return { name, fields: inner === undefined ? [] : wantedFields(inner) };
  });
}

/** The parts between the commas that are in no braces. */
function splitOutside(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    depth += letter === '{' ? 1 : letter === '}' ? -1 : 0;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.filter((part) => part.trim() !== '');
}
