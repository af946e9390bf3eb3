import { Failure } from '../foundation/core/failure.ts';
import type { Thread } from '../foundation/store/threads.ts';
import type { ContentRules } from './content-rules.ts';
import { instagramRules, messengerRules } from './messenger-rules.ts';
import type { SendContent } from './outbound-content.ts';
import { type JsonProblem, jsonProblems } from './plain-json.ts';
import { whatsappRules } from './whatsapp-rules.ts';

type Channel = Thread['channel'];

const rulesOf: Readonly<Record<Channel, ContentRules>> = {
  messenger: messengerRules,
  instagram: instagramRules,
  whatsapp: whatsappRules,
};

/** How many wrong places one answer names. */
const mostErrors = 20;

/** Content stands at the top of the request's body. */
const root = 'body';

/**
 * Throws `Failure` `invalid-request` naming each place (`body.…`) where content is more, or other, than the channel
 * takes, with the limit's number. What only Meta knows (is the template approved; may a business-scoped user id get an
 * authentication template) is Meta's to refuse. `content` is as `SendRequest` or `OutboundContent` read it.
 */
export function checkContent(content: SendContent, channel: Channel): void {
  const errors = [...ruleProblems(content, channel), ...jsonProblems(content, root)].slice(0, mostErrors);
  if (errors.length === 0) return;
  throw new Failure('invalid-request', `${channel} does not take this content`, { errors });
}

function ruleProblems(content: SendContent, channel: Channel): readonly JsonProblem[] {
  const rules = rulesOf[channel];
  const rule = rules[content.type];
  if (rule === undefined) {
    const reason = `${channel} has no ${content.type}; it has ${Object.keys(rules).join(', ')}`;
    return [{ path: `${root}.type`, reason }];
  }
  const issues = rule().safeParse(content).error?.issues ?? [];
  return issues.map(({ path, message }) => ({ path: [root, ...path.map(String)].join('.'), reason: message }));
}
