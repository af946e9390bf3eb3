import * as z from 'zod/mini';
import type { Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import { type AssetRef, parseAsset } from '../foundation/core/ids.ts';
import type { MetaBody } from '../foundation/meta/edges/json-body.ts';
import type { TemplateCalls } from '../foundation/meta/edges/template-calls.ts';
import { answerOnce } from '../foundation/store/answer-once.ts';
import type { Idempotency } from '../foundation/store/idempotency.ts';
import type { MessageSpeakers } from './message-speakers.ts';
import { speakFor } from './speak-for.ts';
import { TemplateMade, type TemplateView } from './template.ts';

/** What looking after templates may touch. */
export interface TemplateDoors {
  readonly graph: TemplateCalls;
  readonly speakers: MessageSpeakers;
  readonly cursors: Cursors;
  readonly idempotency: Idempotency;
}

/** Whose templates: a WhatsApp account's, or a Page's for Messenger. */
export type TemplateChannel = 'whatsapp' | 'messenger';

/** Which kind of asset holds a channel's templates, and what Meta calls it. */
const owners = {
  whatsapp: { asset: 'whatsapp', kind: 'waba' },
  messenger: { asset: 'page', kind: 'page' },
} as const;

/** Which templates. `account` is `<kind>:<id>`. */
export interface TemplateQuery {
  readonly account: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
}

/**
 * One page of an account's templates as Meta has them now. Throws `Failure` `invalid-request` for an account of another
 * kind and for a cursor of another list, `not-found` for one that is not linked, and what the call throws.
 */
export async function listTemplates(
  workspace: string,
  channel: TemplateChannel,
  query: TemplateQuery,
  doors: Pick<TemplateDoors, 'graph' | 'speakers' | 'cursors'>,
) {
  const { account, limit, cursor, name, status } = query;
  const asset = accountIn(channel, account, 'query.account');
  const after = cursor === undefined ? undefined : await opened(workspace, cursor, account, doors.cursors);
  const filter = { ...(name !== undefined && { name }), ...(status !== undefined && { status }) };
  const page = await speakFor({ workspace, asset }, doors.speakers, ({ identity }) =>
    doors.graph.listMessageTemplates(
      identity,
      { kind: owners[channel].kind, id: asset.id },
      { limit, ...(after !== undefined && { after }), ...filter },
    ),
  );
  const next = page.after === null ? null : JSON.stringify([account, page.after]);
  return {
    data: page.data.map(shown),
    nextCursor: next === null ? null : await doors.cursors.seal(workspace, next),
  };
}

const Position = z.lazy(() => z.tuple([z.string(), z.string()]));

/** Meta's place in a list, of which only this account's list knows. */
async function opened(workspace: string, cursor: string, account: string, cursors: Cursors): Promise<string> {
  const position = z.safeParse(Position, JSON.parse(await cursors.open(workspace, cursor)));
  if (position.success && position.data[0] === account) return position.data[1];
  throw new Failure('invalid-request', 'the cursor belongs to another list', {
    errors: [{ path: 'query.cursor', reason: 'must be the nextCursor of this account’s list' }],
  });
}

function shown(template: Awaited<ReturnType<TemplateCalls['listMessageTemplates']>>['data'][number]) {
  const { id, name, language = null, category = null, status = null, components = [] } = template;
  return { id, name, language, category, status, components } satisfies z.input<typeof TemplateView>;
}

/** A wish for a template, as its route parsed it: what is not `account` goes to Meta as it is. */
export interface TemplateRequest {
  readonly workspace: string;
  readonly channel: TemplateChannel;
  readonly body: MetaBody & { readonly account: string };
  readonly headers: Readonly<Record<string, string>>;
}

const isMade = (value: unknown): value is z.output<typeof TemplateMade> => z.safeParse(TemplateMade, value).success;

/**
 * Has Meta take a template; its review is told by webhook. Throws `Failure` `invalid-request` without an
 * `Idempotency-Key` or for an account of another kind, `conflict` and `busy` as `answerOnce`, and what the call throws.
 */
export async function createTemplate(
  { workspace, channel, body, headers }: TemplateRequest,
  { graph, speakers, idempotency }: Pick<TemplateDoors, 'graph' | 'speakers' | 'idempotency'>,
): Promise<z.input<typeof TemplateMade>> {
  const { account, ...wish } = body;
  const asset = accountIn(channel, account, 'body.account');
  const key = headers['idempotency-key'];
  if (key === undefined) throw new Failure('invalid-request', 'the header Idempotency-Key is missing');
  const repeatable = { workspace, route: `POST /v1/${channel}/templates`, key, body };
  const { answer } = await answerOnce(repeatable, idempotency, isMade, async () => {
    const made = await speakFor({ workspace, asset }, speakers, ({ identity }) =>
      graph.createMessageTemplate(identity, { kind: owners[channel].kind, id: asset.id }, wish),
    );
    return { status: 201, answer: made };
  });
  return answer;
}

/** The asset that `account` names; `path` is where it stood in the request. */
function accountIn(channel: TemplateChannel, account: string, path: string): AssetRef {
  const asset = parseAsset(account);
  const { asset: kind } = owners[channel];
  if (asset?.kind === kind) return asset;
  const errors = [{ path, reason: `must be ${kind}:<id>` }];
  throw new Failure('invalid-request', `the account is not ${kind}:<id>`, { errors });
}
