import type { AssetRef } from '../foundation/core/ids.ts';
import type { SubscribedAsset } from '../foundation/meta/edges/subscription-calls.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { Lack } from './probe-verdict.ts';

/** The slice of the door that probes look through. */
export type ProbeGraph = Pick<
  Graph,
  | 'listLeadForms'
  | 'listConversations'
  | 'readInsights'
  | 'readPixel'
  | 'readAdAccount'
  | 'listPhoneNumbers'
  | 'listSubscribedApps'
  | 'readNodes'
  | 'listBusinessClients'
>;

/** Everything that a look needs. `page` is the Page that speaks for the asset, `parent` the id of what it hangs on. */
export interface Look {
  readonly graph: ProbeGraph;
  readonly identity: GraphIdentity;
  readonly asset: AssetRef;
  readonly page: string | undefined;
  readonly parent: string | undefined;
  readonly linked: boolean;
  /** The webhook fields that are wished for this asset; empty where its edge has none. */
  readonly fields: readonly string[];
}

const setting = (name: string, remedy: string): Lack => ({ missing: 'setting', names: [name], remedy });

const subscribeRemedy = 'PUT /v1/webhooks/subscriptions, or POST /v1/assets/sync: either subscribes it again.';

/** Whether our app is installed on the asset with every field that is wished. */
export const seesSubscription =
  (kind: SubscribedAsset['kind']) =>
  async (look: Look): Promise<Lack | undefined> => {
    const { graph, identity, asset, linked } = look;
    if (!linked) return setting('link', `PUT /v1/assets/${asset.kind}:${asset.id}/link: it is not linked here.`);
    const at = installedAt(kind, look);
    const { data } = await graph.listSubscribedApps(identity, at, { limit: 100 });
    const installed = data.find(({ appId }) => appId === identity.app.appId);
    if (installed === undefined) return setting('subscription', subscribeRemedy);
    // Through its Page an Instagram account has no list of its own.
    const wished = at.kind === kind && hasFields(kind) ? look.fields : [];
    const lacking = wished.filter((field) => !installed.fields.includes(field));
    return lacking.length === 0 ? undefined : { ...setting('subscription', subscribeRemedy), names: lacking };
  };

/**
 * Where the app is installed: an Instagram account that was reached by Facebook Login has no token for Instagram's own
 * edge, and its events come once the app is installed on its Page.
 */
const installedAt = (kind: SubscribedAsset['kind'], { asset, page, identity }: Look): SubscribedAsset =>
  kind === 'instagram' && page !== undefined && identity.app.kind === 'facebook'
    ? { kind: 'page', id: page }
    : { kind, id: asset.id };

/** Only a Page's and an Instagram account's edge have a list of fields (fact sheet §7). */
const hasFields = (kind: SubscribedAsset['kind']) => kind === 'page' || kind === 'instagram';

/** Whether the WABA has a number that can send, or this number is one. */
export async function seesNumber({ graph, identity, asset, parent }: Look): Promise<Lack | undefined> {
  const waba = asset.kind === 'whatsapp' ? asset.id : parent;
  if (waba === undefined)
    return setting('waba', 'POST /v1/assets/sync: the number’s WhatsApp account is not known yet.');
  const { data } = await graph.listPhoneNumbers(identity, waba, { limit: 100 });
  const numbers = asset.kind === 'whatsapp' ? data : data.filter(({ id }) => id === asset.id);
  if (numbers.length === 0) {
    return setting('number', 'WhatsApp Manager → Phone numbers: add a number, then POST /v1/assets/sync.');
  }
  // `status` is left out for numbers that were never registered; a number without one is given the benefit of doubt.
  if (numbers.some(({ status }) => status === undefined || status === 'CONNECTED')) return undefined;
  return setting(
    'registration',
    'No number is connected: register it for the Cloud API (WhatsApp Manager → Phone numbers).',
  );
}

/** Meta's `account_status` of an account that may run ads (fact sheet §13: 1 active, 201 any active). */
const active: readonly number[] = [1, 201];

/** Whether the ad account may run ads. */
export async function seesAccount({ graph, identity, asset }: Look): Promise<Lack | undefined> {
  const { account_status: status } = await graph.readAdAccount(identity, asset.id);
  if (status === undefined || active.includes(status)) return undefined;
  return setting(
    `account_status ${status}`,
    'The account is not active: Ads Manager → Billing & payments, or Account Quality, says why.',
  );
}

/** Whether the pixel (dataset) can be used. */
export async function seesPixel({ graph, identity, asset }: Look): Promise<Lack | undefined> {
  const { is_unavailable: unavailable } = await graph.readPixel(identity, asset.id);
  return unavailable ? setting('pixel', 'Events Manager → the dataset: Meta calls it unavailable.') : undefined;
}
