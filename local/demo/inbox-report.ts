import { SHOP } from './assets.ts';
import type { Conversation } from './inbox.ts';
import type { Paint } from './paint.ts';
import { PEOPLE } from './people.ts';

const clock = (iso: string): string =>
  new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** WhatsApp tells names; the others only ids, by which the demo knows its own people. */
function nameOf({ person }: Conversation): string {
  const ids = (person?.aliases ?? []).map(({ alias }) => alias.slice(alias.lastIndexOf(':') + 1));
  const known = Object.values(PEOPLE).find(({ psid, igsid, phone, bsuid }) =>
    [psid, igsid, phone, bsuid].some((id) => ids.includes(id)),
  );
  return person?.name ?? known?.name ?? 'somebody';
}

type Said = Conversation['messages'][number];

function saidLine({ type, text, state, editedAt, reactions }: Said, paint: Paint): string {
  const hearts = reactions.map(({ emoji }) => emoji).join('');
  const words =
    state === 'deleted' ? paint.dim('(deleted by its sender)') : (text ?? paint.dim(`(${type ?? 'nothing yet'})`));
  const notes = [editedAt === null ? '' : 'edited', state === 'received' || state === 'deleted' ? '' : (state ?? '')];
  return [words, hearts, paint.dim(notes.filter(Boolean).join(', '))].filter(Boolean).join('  ');
}

/** One conversation of each channel, as a person would read it, and what may be answered now. */
export function inboxLines(conversations: readonly Conversation[], paint: Paint): string[] {
  const lines = [paint.bold('  One inbox')];
  for (const conversation of conversations) {
    const name = nameOf(conversation);
    const wide = Math.max(name.length, SHOP.name.length);
    lines.push(`  ${paint.cyan(conversation.channel)} with ${paint.bold(name)}`);
    for (const said of conversation.messages) {
      const who = said.direction === 'out' ? paint.green(SHOP.name.padEnd(wide)) : name.padEnd(wide);
      lines.push(`    ${clock(said.at ?? '')}  ${who}  ${saidLine(said, paint)}`);
    }
    lines.push(paint.dim(`    ${conversation.window.reason}`), '');
  }
  return lines;
}
