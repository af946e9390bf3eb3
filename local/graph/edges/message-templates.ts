import { wantedOf } from '../http/field-list.ts';
import { listParam } from '../http/graph-request.ts';
import { badParameter, Refusal } from '../http/refusal.ts';
import { followUp } from '../messaging/follow-up.ts';
import { listParamOf } from '../messaging/json-param.ts';
import { Template } from '../messaging/templates.ts';
import { secretOf } from '../meta.ts';
import type { Edge, EdgeCall, Edges } from './edge.ts';
import { noSuchField } from './node-fields.ts';

/** Shown when `fields` is not given, as in Meta's spec of `message_templates`. */
const DEFAULTS = ['name', 'components', 'language', 'status', 'category'];
const FIELDS = [...DEFAULTS, 'id', 'parameter_format'];

const list: Edge['run'] = ({ meta, node, params }) => {
  const wanted = wantedOf(params)?.map(({ name }) => name) ?? DEFAULTS;
  const strange = wanted.find((name) => !FIELDS.includes(name));
  if (strange !== undefined) throw noSuchField(strange, 'MessageTemplate');
  const fits = (name: 'status' | 'category' | 'language', is: string) => {
    const any = listParam(params, name);
    return any.length === 0 || any.includes(is);
  };
  const found = meta.messaging.templates
    .of(node.id)
    .filter(({ name }) => params.name === undefined || name === params.name)
    .filter((one) => fits('status', one.status) && fits('category', one.category) && fits('language', one.language));
  return { rows: found.map((one) => ({ ...picked(one, wanted), id: one.id })) };
};

const picked = (template: Template, names: readonly string[]) =>
  Object.fromEntries(Object.entries(template).filter(([name]) => names.includes(name)));

/** → `{id, status, category}`; what becomes of it is told by a webhook, and stands in the list at once. */
const create: Edge['run'] = (call) => {
  const { meta, node, params } = call;
  const made = madeOf(call);
  if (meta.messaging.templates.find(made)) {
    throw new Refusal(100, 'Invalid parameter', {
      subcode: 2388024,
      title: 'Content in this language already exists',
      userMessage: `There is already ${made.language} content for this template. You can create a new template and try again.`,
    });
  }
  if (node.kind === 'page' && made.category !== 'UTILITY')
    throw badParameter('Param category must be one of {UTILITY}');
  const { review } = meta.messaging.switches.current();
  const status = review === 'approve' ? 'APPROVED' : review === 'reject' ? 'REJECTED' : 'PENDING';
  const template = meta.messaging.templates.set({ ...made, status });
  if (node.kind === 'waba' && status !== 'PENDING') tell(call, template);
  return { json: { id: template.id, status: 'PENDING', category: (params.category ?? '').toUpperCase() } };
};

/** The template that the parameters describe; throws code 100 for what fits none. */
function madeOf({ node, params }: EdgeCall): Template {
  const upper = (name: string) => params[name]?.toUpperCase();
  const components = listParamOf(params, 'components');
  for (const name of ['name', 'language', 'category']) {
    if (!params[name]) throw badParameter(`The parameter ${name} is required.`);
  }
  const { name, language } = params;
  const given = {
    owner: node.id,
    name,
    language,
    category: upper('category'),
    parameter_format: upper('parameter_format'),
  };
  const made = Template.safeParse({ ...given, components });
  if (made.success) return made.data;
  throw badParameter(`Param ${made.error.issues[0]?.path.join('.')} is not valid.`);
}

/** `message_template_status_update` (fact sheet §7), by the same switches as what follows a message. */
function tell({ meta, node, caller }: EdgeCall, template: Template): void {
  const value = {
    event: template.status,
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
    message_template_category: template.category,
    reason: template.status === 'REJECTED' ? 'INVALID_FORMAT' : 'NONE',
  };
  const change = { field: 'message_template_status_update', value };
  const entry = [{ id: node.id, time: meta.clock.seconds(), changes: [change] }];
  const body = { object: 'whatsapp_business_account', entry };
  const { switches, post } = meta.messaging;
  const signing = { ...meta.settings(), secret: secretOf(meta, caller.app) };
  const order = followUp([{ name: 'template', body }], switches.current(), signing);
  if (order) post(order);
}

const WABA = { scopes: ['whatsapp_business_management'] };
const PAGE = {
  scopes: ['pages_utility_messaging', 'pages_messaging'],
  tokens: ['page' as const],
  tasks: ['MESSAGING'],
};

/** Message templates of WhatsApp accounts, and utility templates of Pages (fact sheet §8). */
export const MESSAGE_TEMPLATE_EDGES: Edges = {
  'waba/message_templates GET': { ...WABA, run: list },
  'waba/message_templates POST': { ...WABA, run: create },
  'page/message_templates GET': { ...PAGE, run: list },
  'page/message_templates POST': { ...PAGE, run: create },
};
