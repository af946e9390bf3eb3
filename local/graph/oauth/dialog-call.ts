import type { GraphRequest } from '../http/graph-request.ts';
import type { Meta } from '../meta.ts';
import { askedOf, decide } from './dialog.ts';
import { dialogPage, dialogTrouble } from './dialog-page.ts';

/** A page, or where the browser is sent. */
export type DialogAnswer = { status: number; html: string } | { redirect: string };

/** What a form sent, names repeated. */
export type Form = ReadonlyMap<string, readonly string[]>;

/** True for the two paths that show the dialog (fact sheet §2). */
export function isDialog({ host, path }: GraphRequest): boolean {
  const at = path.join('/');
  return (
    (host === 'www.facebook.com' && at === 'dialog/oauth') || (host === 'www.instagram.com' && at === 'oauth/authorize')
  );
}

/** GET shows the page; POST is the person's answer to it. */
export function dialogCall(meta: Meta, request: GraphRequest, form: Form): DialogAnswer {
  const asked = askedOf(meta, isAnswer(request) ? { ...request, params: questionOf(request) } : request);
  if (typeof asked === 'string') return { status: 400, html: dialogTrouble(asked) };
  if (!isAnswer(request)) return { status: 200, html: dialogPage(meta, asked, request) };
  const choice = {
    person: form.get('user')?.[0] ?? '',
    deny: form.get('answer')?.[0] !== 'allow',
    scopes: form.get('scope') ?? [],
    assets: form.get('asset') ?? [],
  };
  const kind = meta.world.find(choice.person)?.kind;
  if (kind !== (asked.platform === 'instagram' ? 'instagram' : 'user')) {
    return { status: 400, html: dialogTrouble('Choose who you are.') };
  }
  return { redirect: decide(meta, asked, choice, true) };
}

const isAnswer = ({ method }: GraphRequest): boolean => method === 'POST';

/** The form carries the question with it; what was asked as `scope` is `asked` there. */
const questionOf = ({ params }: GraphRequest) => ({ ...params, scope: params.asked ?? '' });
