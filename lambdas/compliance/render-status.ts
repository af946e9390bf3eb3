import type * as z from 'zod/mini';
import type { DeletionStatus } from './deletion-status.ts';

type Status = z.output<typeof DeletionStatus>;

const said: Readonly<Record<Status['state'], string>> = {
  received: 'Your request has arrived. Your data will be deleted soon.',
  erasing: 'Your data is being deleted.',
  done: 'Your data has been deleted.',
  failed: 'Your data could not be deleted completely. We have been told and see to it.',
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that cannot become markup. */
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

const line = (name: string, value: string) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`;

/** A request's page: plain HTML without scripts, styles or pictures. */
export function renderStatus({ code, state, requestedAt, finishedAt, erased }: Status): string {
  const counts = Object.entries(erased).map(([kind, count]) => line(kind, String(count)));
  const times = [line('Asked', requestedAt), ...(finishedAt === null ? [] : [line('Finished', finishedAt)])];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Deletion of your data</title></head>',
    '<body>',
    '<h1>Deletion of your data</h1>',
    `<p>${escaped(said[state])}</p>`,
    `<dl>${line('Confirmation code', code)}${times.join('')}${counts.join('')}</dl>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
