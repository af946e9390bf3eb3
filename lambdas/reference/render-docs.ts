/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const scopeOf = ({ security }: Operation) => security?.flatMap((line) => Object.values(line).flat())[0] ?? 'public';

function parameters({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${escaped(one.name)}</code></td><td>${one.in}</td><td>${escaped(one.description ?? '')}</td></tr>`,
  );
  return `<table><tr><th>parameter</th><th>in</th><th>meaning</th></tr>${rows.join('')}</table>`;
}

const schemas = (title: string, part: unknown) =>
  part === undefined
    ? ''
    : `<details><summary>${title}</summary><pre>${escaped(JSON.stringify(part, null, 2))}</pre></details>`;

function operation(path: string, method: string, one: Operation): string {
  return [
    `<section><h2><b>${method.toUpperCase()}</b> <code>${escaped(path)}</code> <i>${escaped(scopeOf(one))}</i></h2>`,
    `<p>${escaped(one.summary)}</p>`,
    one.description === undefined ? '' : `<p>${escaped(one.description)}</p>`,
    parameters(one),
    schemas('Request', one.requestBody),
    schemas('Responses', one.responses),
    '</section>',
  ].join('');
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1e21}
h2{font-size:1.1rem;border-top:1px solid #ddd;padding-top:1rem}h2 b{color:#0866ff}h2 i{float:right;font-weight:400;color:#65676b}
table{border-collapse:collapse;width:100%}td,th{text-align:left;border-bottom:1px solid #eee;padding:.3rem}
pre{background:#f5f6f7;padding:1rem;overflow:auto}@media(prefers-color-scheme:dark){body{background:#18191a;color:#e4e6eb}
pre{background:#242526}td,th,h2{border-color:#3a3b3c}}`;

/** The document as one page without scripts; every text in it is escaped. */
export function renderDocs({ info, paths }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => operation(path, method, one)),
  );
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(info.title)}</title><style>${style}</style>`;
  const intro = `<h1>${escaped(info.title)} ${escaped(info.version)}</h1><p>${escaped(info.description ?? '')}</p>`;
  const link = '<p>Machine-readable: <a href="openapi.json">openapi.json</a></p>';
  return `<!doctype html><html lang="en"><head>${head}</head><body>${intro}${link}${operations.join('')}</body></html>`;
}
