import type { GraphIdentity } from '../identity.ts';
import { objectBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { pathId } from '../wire/path-id.ts';
import { read } from './edge-call.ts';
import { jsonBody } from './json-body.ts';
import { paged, pageParams } from './shapes.ts';
import type { TemplateCalls, TemplateOwner, TemplatePage } from './template-calls.ts';
import { createdTemplate, messageTemplate } from './template-shapes.ts';

const fields = 'id,name,language,category,status,components';

/** Templates of a WhatsApp account have a limit of their own (fact sheet §4); a Page's are Messenger's. */
const surfaces = { waba: 'whatsapp', page: 'messenger' } as const;

function edgeOf(identity: GraphIdentity, { kind, id }: TemplateOwner) {
  const surface = surfaces[kind];
  return { path: `/${pathId(id)}/message_templates`, keys: objectBudget(identity, id, surface), surface } as const;
}

/** Meta takes one name, and a list of statuses. */
const filterParams = ({ name, status }: TemplatePage = {}) => ({
  ...(name === undefined ? {} : { name }),
  ...(status === undefined ? {} : { status: JSON.stringify([status]) }),
});

/** The template calls over a sender. */
export const templateCalls = (send: Send): TemplateCalls => ({
  listMessageTemplates: async (identity, owner, page) => {
    const { path, keys, surface } = edgeOf(identity, owner);
    const params = { fields, ...pageParams(page), ...filterParams(page) };
    return send({ ...read(identity, 'listMessageTemplates', path, params, paged(messageTemplate), keys), surface });
  },
  createMessageTemplate: async (identity, owner, body) =>
    send({
      ...edgeOf(identity, owner),
      name: 'createMessageTemplate',
      effect: 'once',
      method: 'POST',
      json: jsonBody(body),
      speaker: { identity },
      answer: createdTemplate,
    }),
});
