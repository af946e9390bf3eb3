import type { AssetKind } from '../foundation/core/ids.ts';
import type { EdgeFamily } from '../foundation/store/serving-token.ts';
import { type Look, seesAccount, seesNumber, seesPixel, seesSubscription } from './probe-looks.ts';
import type { Lack } from './probe-verdict.ts';

/** What can be asked of an asset. */
export const probeNames = [
  'read-leads',
  'send-messages',
  'read-insights',
  'receive-webhooks',
  'send-conversions',
  'manage-catalog',
  'manage-business',
  'account-active',
] as const;

/** One of those questions. */
export type ProbeName = (typeof probeNames)[number];

/** One question: what must be granted, and the call that shows whether it works. */
export interface ProbeRule {
  readonly probe: ProbeName;
  /** Of each list one is needed; the lists are names for the same thing under different logins. */
  readonly scopes: readonly (readonly string[])[];
  /** One of them is needed, in Meta's words; empty: none. */
  readonly tasks?: readonly string[];
  readonly edges?: EdgeFamily;
  /** Answers what lacks although Meta answered; undefined when all is well. Absent: the scopes must tell it alone. */
  readonly look?: (look: Look) => Promise<Lack | undefined>;
}

/** A look that is satisfied with any answer. */
const answered = (call: (look: Look) => Promise<unknown>) => async (look: Look) => {
  await call(look);
  return undefined;
};

/** The least of a list: one line. */
const one = { limit: 1 } as const;

const messagesOf = (platform: 'messenger' | 'instagram') =>
  answered(({ graph, identity, asset, page }) => graph.listConversations(identity, page ?? asset.id, platform, one));

/**
 * The questions by kind of asset. Scopes are those of fact sheet §2 ("scopes by feature") and §6; tasks those of §2,
 * §6 and §7. Instagram's insights have no cheap call here, so their scope alone is looked at.
 */
export const probeRules: Readonly<Record<AssetKind, readonly ProbeRule[]>> = {
  page: [
    {
      probe: 'read-leads',
      scopes: [['leads_retrieval'], ['pages_manage_ads']],
      tasks: ['ADVERTISE', 'MANAGE'],
      edges: 'page',
      look: answered(({ graph, identity, asset }) => graph.listLeadForms(identity, asset.id, one)),
    },
    {
      probe: 'send-messages',
      scopes: [['pages_messaging']],
      tasks: ['MESSAGING'],
      edges: 'page',
      look: messagesOf('messenger'),
    },
    {
      probe: 'read-insights',
      scopes: [['read_insights'], ['pages_read_engagement']],
      tasks: ['ANALYZE'],
      edges: 'page',
      look: answered(({ graph, identity, asset: { id } }) => graph.readInsights(identity, { kind: 'page', id })),
    },
    {
      probe: 'receive-webhooks',
      scopes: [['pages_manage_metadata']],
      tasks: ['MANAGE', 'MODERATE', 'CREATE_CONTENT', 'MESSAGING'],
      edges: 'page',
      look: seesSubscription('page'),
    },
  ],
  instagram: [
    {
      probe: 'send-messages',
      scopes: [['instagram_manage_messages', 'instagram_business_manage_messages']],
      edges: 'page',
      look: messagesOf('instagram'),
    },
    { probe: 'read-insights', scopes: [['instagram_manage_insights', 'instagram_business_manage_insights']] },
    {
      probe: 'receive-webhooks',
      scopes: [
        ['pages_manage_metadata', 'instagram_business_basic'],
        ['instagram_basic', 'instagram_business_basic'],
      ],
      edges: 'page',
      look: seesSubscription('instagram'),
    },
  ],
  whatsapp: [
    { probe: 'send-messages', scopes: [['whatsapp_business_messaging']], look: seesNumber },
    { probe: 'receive-webhooks', scopes: [['whatsapp_business_management']], look: seesSubscription('waba') },
  ],
  phone_number: [{ probe: 'send-messages', scopes: [['whatsapp_business_messaging']], look: seesNumber }],
  ad_account: [
    { probe: 'account-active', scopes: [['ads_read', 'ads_management']], look: seesAccount },
    {
      probe: 'read-insights',
      scopes: [['ads_read', 'ads_management']],
      tasks: ['ANALYZE', 'ADVERTISE', 'MANAGE'],
      look: answered(({ graph, identity, asset: { id } }) => graph.readInsights(identity, { kind: 'ad-account', id })),
    },
    { probe: 'receive-webhooks', scopes: [['ads_management']], look: seesSubscription('ad-account') },
  ],
  pixel: [{ probe: 'send-conversions', scopes: [['ads_management']], look: seesPixel }],
  catalog: [
    {
      probe: 'manage-catalog',
      scopes: [['catalog_management']],
      look: async ({ graph, identity, asset: { id } }) => {
        const [answer] = await graph.readNodes([{ identity, id, fields: ['id', 'name'] }]);
        if (answer && 'failure' in answer) throw answer.failure;
        return undefined;
      },
    },
  ],
  business: [
    {
      probe: 'manage-business',
      scopes: [['business_management']],
      look: answered(({ graph, identity, asset }) => graph.listBusinessClients(identity, asset.id, one)),
    },
  ],
  user: [],
};
