import * as z from 'zod';

const Id = z.string().regex(/^\d+$/, 'digits only; an ad account without its act_');
const Names = z.array(z.string());
/** What somebody may do with each asset: asset or business id → tasks. */
const Tasks = z.record(Id, Names).default({});
const named = { id: Id, fields: z.record(z.string(), z.json()).default({}) };

/** What every shareable asset has: its owner, the businesses it is shared with, and what is asked but not accepted. */
const asset = {
  ...named,
  owner: Id.nullable().default(null),
  agencies: Tasks,
  pendingAgencies: Tasks,
  pendingOwner: Id.nullable().default(null),
};

/** What a `config_id` of Login for Business stands for (fact sheet §2). */
const Configuration = z.strictObject({
  scopes: Names,
  token: z.enum(['user', 'business']).default('business'),
  /** Business tokens never expire by default; with this they live 60 days. */
  sixtyDays: z.boolean().default(false),
});

/** An app; without a `secret` of its own it has the one of the settings. */
export const App = z.strictObject({
  kind: z.literal('app'),
  ...named,
  platform: z.enum(['facebook', 'instagram']).default('facebook'),
  secret: z.string().min(1).nullable().default(null),
  /** Where codes may go, to the letter; empty means: those of the settings. */
  redirectUris: Names.default([]),
  configurations: z.record(z.string(), Configuration).default({}),
  /** Calls on ended Marketing versions are served by the newest one; otherwise they fail (fact sheet §1). */
  autoUpgrade: z.boolean().default(true),
});

const person = {
  ...named,
  /** Roles that this person has by name; a business's ADMIN has all tasks on what the business owns. */
  tasks: Tasks,
};
const User = z.strictObject({
  kind: z.literal('user'),
  ...person,
  businesses: z.record(Id, z.enum(['ADMIN', 'EMPLOYEE'])).default({}),
});
const SystemUser = z.strictObject({
  kind: z.literal('system_user'),
  ...person,
  business: Id,
  role: z.enum(['ADMIN', 'EMPLOYEE']).default('EMPLOYEE'),
  /** Apps installed for it; only these get tokens. */
  apps: z.array(Id).default([]),
});
const Business = z.strictObject({ kind: z.literal('business'), ...named });
const Page = z.strictObject({ kind: z.literal('page'), ...asset, instagram: Id.nullable().default(null) });
const Instagram = z.strictObject({
  kind: z.literal('instagram'),
  ...asset,
  /** The id that Instagram Login's code exchange returns: not the one of webhooks (fact sheet §2). */
  scopedId: Id.nullable().default(null),
});
const Waba = z.strictObject({ kind: z.literal('waba'), ...asset });
const PhoneNumber = z.strictObject({
  kind: z.literal('phone_number'),
  ...named,
  waba: Id,
  registered: z.boolean().default(false),
});
const AdAccount = z.strictObject({ kind: z.literal('ad_account'), ...asset });
const Pixel = z.strictObject({ kind: z.literal('pixel'), ...asset, adAccounts: z.array(Id).default([]) });
const Catalog = z.strictObject({ kind: z.literal('catalog'), ...asset });
const LeadForm = z.strictObject({ kind: z.literal('lead_form'), ...named, page: Id });

/** One thing of the world, told apart by `kind`. */
export const Thing = z.discriminatedUnion('kind', [
  App,
  User,
  SystemUser,
  Business,
  Page,
  Instagram,
  Waba,
  PhoneNumber,
  AdAccount,
  Pixel,
  Catalog,
  LeadForm,
]);
export type Thing = z.infer<typeof Thing>;
export type Kind = Thing['kind'];
export type ThingOf<K extends Kind> = Extract<Thing, { kind: K }>;
export type App = z.infer<typeof App>;
export type Person = ThingOf<'user'> | ThingOf<'system_user'>;
export type Asset = Extract<Thing, { agencies: unknown }>;

/** What the world API takes: anything with a kind and an id; what is left out stays as it was. */
export const ThingPart = z.looseObject({ kind: z.string(), id: Id });
export type ThingPart = z.infer<typeof ThingPart>;

/** True for what businesses own and share. */
export const isAsset = (thing: Thing): thing is Asset => 'agencies' in thing;

/** True for a user or a system user. */
export const isPerson = (thing: Thing): thing is Person => thing.kind === 'user' || thing.kind === 'system_user';

/** What Meta's specs call each kind of node; the WhatsApp number's name is the one of its OpenAPI paths. */
export const NODE_NAMES: Readonly<Record<Kind, string>> = {
  app: 'Application',
  user: 'User',
  system_user: 'SystemUser',
  business: 'Business',
  page: 'Page',
  instagram: 'IGUser',
  waba: 'WhatsAppBusinessAccount',
  phone_number: 'WhatsAppBusinessPhoneNumber',
  ad_account: 'AdAccount',
  pixel: 'AdsPixel',
  catalog: 'ProductCatalog',
  lead_form: 'LeadgenForm',
};
