import type { BrowserAnswer } from '../foundation/core/api.ts';

/** What a person is told when they cannot be sent back to the app. */
const texts = {
  unknown: {
    status: 400,
    title: 'This link does not work any more',
    text: 'It was used already, or is older than ten minutes. Nothing was connected. Go back to the app and begin again.',
  },
  'other-browser': {
    status: 400,
    title: 'This was begun in another browser',
    text: 'For your safety a connection ends in the browser in which it began. Nothing was connected by this page.',
  },
  later: {
    status: 503,
    title: 'This does not work at the moment',
    text: 'The fault is ours, and nothing was connected. Wait a minute, go back to the app and begin again.',
  },
} as const;

/** Why a person is shown a page. */
export type PageName = keyof typeof texts;

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;color:#1c1e21}' +
  '@media(prefers-color-scheme:dark){body{background:#18191a;color:#e4e6eb}}';

/** A page that says why, holds no script and repeats nothing that the address held. */
export function consentPage(name: PageName): BrowserAnswer {
  const { status, title, text } = texts[name];
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`;
  const body = `<main id="${name}"><h1>${title}</h1><p>${text}</p></main>`;
  const page = `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head><body>${body}</body></html>`;
  return { status, page };
}
