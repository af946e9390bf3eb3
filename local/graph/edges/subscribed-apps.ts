import { listParam } from '../http/graph-request.ts';
import { badParameter, Refusal } from '../http/refusal.ts';
import type { Thing } from '../world/things.ts';
import { tokenTasks } from '../world/visible.ts';
import { type Edge, type EdgeCall, type Edges, SUCCESS } from './edge.ts';

/** Field names of a Page (fact sheet §7): they differ from Instagram's. */
const PAGE_FIELDS =
  'messages messaging_postbacks messaging_optins messaging_referrals messaging_handovers message_deliveries message_reads message_echoes message_edits message_reactions messaging_account_linking messaging_policy_enforcement business_integrity standby feed leadgen leadgen_update mention ratings message_template_status_update messaging_optouts response_feedback'.split(
    ' ',
  );
const INSTAGRAM_FIELDS =
  'messages message_reactions messaging_postbacks messaging_seen messaging_referral messaging_optins messaging_handover messaging_policy_enforcement message_edit response_feedback standby comments live_comments mentions story_insights'.split(
    ' ',
  );

const MESSAGE_FIELDS = /^(messag|standby)/;

/** The wanted fields; throws code 100 when there are none, or one that this object does not know. */
function fieldsParam({ params }: EdgeCall, known: readonly string[]): string[] {
  const fields = listParam(params, 'subscribed_fields');
  if (fields.length === 0) throw badParameter('The parameter subscribed_fields is required.');
  const wrong = fields.find((field) => !known.includes(field));
  if (wrong !== undefined) {
    throw badParameter(
      `Param subscribed_fields[0] must be one of {${known.join(', ').toUpperCase()}} - got "${wrong}"`,
    );
  }
  return fields;
}

/** Message fields need the task MESSAGING, the others one of three (fact sheet §7). */
function demandTasks({ meta, caller, node }: EdgeCall, fields: readonly string[]): void {
  const tasks = caller.token === null ? [] : tokenTasks(meta.world, caller.token, node);
  const has = (...any: string[]) => any.some((task) => tasks.includes(task));
  if (!has('MANAGE', 'MODERATE', 'CREATE_CONTENT')) {
    throw new Refusal(200, '(#200) One of the tasks MANAGE, MODERATE, CREATE_CONTENT is required on the Page');
  }
  if (fields.some((field) => MESSAGE_FIELDS.test(field)) && !has('MESSAGING')) {
    throw new Refusal(200, '(#200) The task MESSAGING is required on the Page for message fields');
  }
}

const nameOf = ({ meta }: EdgeCall, app: string) => meta.world.find(app)?.fields.name ?? 'App';

/** One installed app as its edge shows it. */
type AppRow = (call: EdgeCall, app: string, fields: string[]) => Record<string, unknown>;

const list =
  (row: AppRow): Edge['run'] =>
  (call) => ({
    rows: [...call.meta.subscriptions.ofAsset(call.node.id)].map(([app, fields]) => row(call, app, fields)),
  });

const plainRow = (call: EdgeCall, app: string, fields: string[]) => ({
  id: app,
  name: nameOf(call, app),
  link: 'https://www.facebook.com/games/?app_id=0',
  ...(fields.length > 0 ? { subscribed_fields: fields } : {}),
});
const wabaRow = (call: EdgeCall, app: string) => ({
  whatsapp_business_api_data: { id: app, name: nameOf(call, app), link: 'https://www.facebook.com/games/?app_id=0' },
});

const install =
  (fieldsOf: (call: EdgeCall) => string[]): Edge['run'] =>
  (call) => {
    call.meta.subscriptions.install(call.node.id, call.caller.app.id, fieldsOf(call));
    return SUCCESS;
  };
const uninstall: Edge['run'] = ({ meta, node, caller }) => {
  meta.subscriptions.uninstall(node.id, caller.app.id);
  return SUCCESS;
};

const pageFields = (call: EdgeCall) => {
  const fields = fieldsParam(call, PAGE_FIELDS);
  demandTasks(call, fields);
  return fields;
};

/** The three methods of `subscribed_apps` for one kind. */
const edgesOf = (
  kind: Thing['kind'],
  demand: Omit<Edge, 'run'>,
  run: { row: AppRow; fields: (call: EdgeCall) => string[] },
): Edges => ({
  [`${kind}/subscribed_apps GET`]: { ...demand, run: list(run.row) },
  [`${kind}/subscribed_apps POST`]: { ...demand, run: install(run.fields) },
  [`${kind}/subscribed_apps DELETE`]: { ...demand, run: uninstall },
});

/** Which assets send an app their webhooks (fact sheet §7, "Subscribing"). */
export const SUBSCRIBED_APPS_EDGES: Edges = {
  ...edgesOf('page', { scopes: ['pages_manage_metadata'], tokens: ['page'] }, { row: plainRow, fields: pageFields }),
  ...edgesOf(
    'instagram',
    { scopes: ['instagram_business_basic', 'instagram_business_manage_messages'], hosts: ['graph.instagram.com'] },
    { row: plainRow, fields: (call) => fieldsParam(call, INSTAGRAM_FIELDS) },
  ),
  ...edgesOf('waba', { scopes: ['whatsapp_business_management'] }, { row: wabaRow, fields: () => [] }),
  ...edgesOf('ad_account', { scopes: ['ads_management'] }, { row: plainRow, fields: () => [] }),
};
