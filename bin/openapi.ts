import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientSource } from './openapi/client-source.ts';
import { apiDocument } from './openapi/document.ts';
import { eventsDocument } from './openapi/events.ts';
import { eventsPage } from './openapi/events-page.ts';

/** Every generated file: its path from the project's root and its text. */
export function generated(root: string): readonly { readonly path: string; readonly text: string }[] {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const document = apiDocument(version);
  return [
    { path: 'docs/api/openapi.json', text: `${JSON.stringify(document, null, 2)}\n` },
    { path: 'client/metaport-client.ts', text: clientSource(document) },
    { path: 'docs/api/events.json', text: `${JSON.stringify(eventsDocument(), null, 2)}\n` },
    { path: 'docs/events.md', text: eventsPage() },
  ];
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(process.argv[1].replaceAll('\\', '/'))) {
  for (const { path, text } of generated(process.cwd())) {
    mkdirSync(join(process.cwd(), path, '..'), { recursive: true });
    writeFileSync(join(process.cwd(), path), text);
    process.stdout.write(`wrote ${path}\n`);
  }
}
