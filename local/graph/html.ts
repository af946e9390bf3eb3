import { createHash } from 'node:crypto';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2430}
main.narrow{max-width:32rem;margin:0 auto}h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d9dee5;overflow-wrap:anywhere}
th{font-weight:600}.delivered{color:#17683a}.waiting{color:#7a5200}.refused,.gave-up,.dead{color:#a11b2b;font-weight:600}code{font-size:.9em}
fieldset{border:1px solid #d9dee5;margin:1rem 0}label{display:block}button{font:inherit;padding:.4rem 1.4rem;margin-right:.6rem}`;

/** Pages run no script and load nothing. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Text that is safe between tags and in quoted attributes. */
export const escaped = (value: unknown): string =>
  String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A whole page; `body` is HTML, `head` too. */
export const htmlPage = (title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>${escaped(title)}</title><style>${STYLE}</style></head><body>
${body}</body></html>\n`;

/** A table; cells are escaped, `classes` gives the class of a row's last cell. */
export function htmlTable(
  heads: readonly string[],
  rows: readonly (readonly unknown[])[],
  classes?: readonly string[],
): string {
  const cell = (tag: 'td' | 'th', value: unknown, name = '') =>
    `<${tag}${name && ` class="${escaped(name)}"`}>${escaped(value ?? '')}</${tag}>`;
  const row = (values: readonly unknown[], at: number) =>
    values.map((value, column) => cell('td', value, column === values.length - 1 ? classes?.[at] : '')).join('');
  const body = rows.map((values, at) => `<tr>${row(values, at)}</tr>`).join('\n');
  const head = heads.length === 0 ? '' : `<thead><tr>${heads.map((name) => cell('th', name)).join('')}</tr></thead>`;
  return `<table>${head}<tbody>${body}</tbody></table>`;
}
