import { isRaw, type Raw } from '../conversions/event.ts';
import { isHttp } from './attachment-rules.ts';
import { rawsIn, textIn } from './json-param.ts';
import { lacking, wrong } from './whatsapp-refusal.ts';

/** Kinds that Meta knows; those beyond the first three are taken without a look at their action. */
const TYPES = [
  'button',
  'list',
  'cta_url',
  'flow',
  'product',
  'product_list',
  'catalog_message',
  'location_request_message',
  'call_permission_request',
  'request_contact_info',
];
const MOST = {
  body: 1024,
  listBody: 4096,
  footer: 60,
  buttons: 3,
  title: 20,
  id: 256,
  rows: 10,
  rowTitle: 24,
  about: 72,
};

/** The body's text of an interactive message, null where none is needed; throws 131008 or 131009. */
export function demandInteractive(given: Raw): string | null {
  const type = textIn(given.type);
  if (type === null) throw lacking('interactive[type]');
  if (!TYPES.includes(type)) throw wrong('interactive[type]', `must be one of ${TYPES.join(', ')}`);
  if (!isRaw(given.action)) throw lacking('interactive[action]');
  const text = isRaw(given.body) ? textIn(given.body.text) : null;
  if (text === null && ['button', 'list', 'cta_url'].includes(type)) throw lacking('interactive[body][text]');
  demandLength('interactive[body][text]', text, type === 'list' ? MOST.listBody : MOST.body);
  demandLength('interactive[footer][text]', isRaw(given.footer) ? textIn(given.footer.text) : null, MOST.footer);
  if (type === 'button') demandButtons(given.action);
  if (type === 'list') demandSections(given.action);
  if (type === 'cta_url') demandLink(given.action);
  return text;
}

function demandLength(name: string, text: string | null, most: number): void {
  if (text !== null && [...text].length > most) throw wrong(name, `must have at most ${most} characters`);
}

function demandButtons({ buttons: given }: Raw): void {
  const buttons = rawsIn(given).map(({ reply }) => (isRaw(reply) ? reply : {}));
  if (buttons.length === 0) throw lacking('interactive[action][buttons]');
  if (buttons.length > MOST.buttons) throw wrong('interactive[action][buttons]', `must be at most ${MOST.buttons}`);
  for (const { id, title } of buttons) {
    if (textIn(id) === null || textIn(title) === null) throw lacking('reply[id] and reply[title]');
    demandLength('reply[id]', textIn(id), MOST.id);
    demandLength('reply[title]', textIn(title), MOST.title);
  }
  demandDifferent(buttons);
}

const demandDifferent = (items: readonly Raw[]): void => {
  if (new Set(items.map(({ id }) => id)).size < items.length) throw wrong('id', 'must be different for each');
};

function demandSections({ button, sections: given }: Raw): void {
  if (textIn(button) === null) throw lacking('interactive[action][button]');
  demandLength('interactive[action][button]', textIn(button), MOST.title);
  const sections = rawsIn(given);
  const rows = sections.flatMap((section) => rawsIn(section.rows));
  if (rows.length === 0) throw lacking('interactive[action][sections][rows]');
  if (rows.length > MOST.rows) throw wrong('interactive[action][sections]', `must have at most ${MOST.rows} rows`);
  if (sections.length > 1 && sections.some(({ title }) => textIn(title) === null)) throw lacking('section[title]');
  for (const { id, title, description } of rows) {
    if (textIn(id) === null || textIn(title) === null) throw lacking('row[id] and row[title]');
    demandLength('row[id]', textIn(id), 200);
    demandLength('row[title]', textIn(title), MOST.rowTitle);
    demandLength('row[description]', textIn(description), MOST.about);
  }
  demandDifferent(rows);
}

function demandLink({ parameters: given }: Raw): void {
  const { display_text: words, url } = isRaw(given) ? given : {};
  if (textIn(words) === null) throw lacking('interactive[action][parameters][display_text]');
  if (!isHttp(url)) throw wrong('interactive[action][parameters][url]', 'must be a URL');
}
