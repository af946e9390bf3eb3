import { beyondMessaging } from './unknown-messaging-calls.ts';

/** A call that Meta's specs do not have: its parameters, what it returns, and why it is made all the same. */
export interface BeyondCall {
  readonly params: readonly string[];
  /** A node of the specs, or the members of the answer itself; writes answer `success` and need neither. */
  readonly returns?: readonly string[];
  readonly members?: readonly string[];
  readonly reason: string;
}

/** What we call although Meta's specs do not have it; every line has a reason, and one that no call needs must go. */
export interface BeyondSpecs {
  readonly calls: Readonly<Record<string, BeyondCall>>;
  /** Parameters (`Page/agencies POST ?name`), fields (`Page.name`) and what a check says of a value → why. */
  readonly names: Readonly<Record<string, string>>;
}

const noNode = 'the specs describe nodes, and this is none';
const granted = ['access_token', 'token_type', 'expires_in'];
const ofSystemUser =
  'the specs give a system user its assigned_* edges only; fact sheet §2 and §13 have the list of /me for every token';
const ofInstagramLogin =
  'the specs have Facebook’s edges of the account, not those of graph.instagram.com; fact sheet §7';

/** Paragraphs are those of the fact sheet. */
export const beyondSpecs: BeyondSpecs = {
  calls: {
    'graph.facebook.com/oauth/access_token GET': {
      params: [
        'client_id',
        'client_secret',
        'redirect_uri',
        'code',
        'grant_type',
        'fb_exchange_token',
        'set_token_expires_in_60_days',
      ],
      members: granted,
      reason: `${noNode}; §2, code exchange, long-lived user token, system users`,
    },
    'graph.facebook.com/oauth/revoke GET': {
      params: ['client_id', 'client_secret', 'revoke_token'],
      members: ['success'],
      reason: `${noNode}; §2, system users`,
    },
    'graph.facebook.com/debug_token GET': {
      params: ['input_token'],
      members: [
        'app_id',
        'type',
        'application',
        'expires_at',
        'data_access_expires_at',
        'is_valid',
        'issued_at',
        'scopes',
        'granular_scopes',
        'user_id',
        'profile_id',
        'metadata',
        'error',
      ],
      reason: `${noNode}; §2, debug_token`,
    },
    'graph.facebook.com/dataset_quality GET': {
      params: ['dataset_id'],
      members: ['web'],
      reason: `${noNode}; §9, match quality`,
    },
    'api.instagram.com/oauth/access_token POST': {
      params: ['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code'],
      members: ['access_token', 'user_id', 'permissions'],
      reason: `${noNode}; §2, Instagram Login`,
    },
    'graph.instagram.com/access_token GET': {
      params: ['grant_type', 'client_secret'],
      members: granted,
      reason: `${noNode}; §2, Instagram Login`,
    },
    'graph.instagram.com/refresh_access_token GET': {
      params: ['grant_type'],
      members: granted,
      reason: `${noNode}; §2, Instagram Login`,
    },
    ...beyondMessaging.calls,
    'IGUser/subscribed_apps POST': { params: ['subscribed_fields'], reason: ofInstagramLogin },
    'IGUser/subscribed_apps GET': { params: [], returns: ['Application'], reason: ofInstagramLogin },
    'IGUser/subscribed_apps DELETE': { params: [], reason: ofInstagramLogin },
    'SystemUser/accounts GET': { params: [], returns: ['Page'], reason: ofSystemUser },
    'SystemUser/businesses GET': { params: [], returns: ['Business'], reason: ofSystemUser },
    'SystemUser/adaccounts GET': { params: [], returns: ['AdAccount'], reason: ofSystemUser },
  },
  names: {
    ...beyondMessaging.names,
    'IGUser.user_id': 'a field of graph.instagram.com, which the specs leave out; §2, Instagram Login',
    'Page.tasks': 'stands in the items of /me/accounts only; §2, Page token',
    'WhatsAppBusinessAccountToNumberCurrentStatus.platform_type':
      'the specs say host_platform; Meta’s answers have platform_type (samples/messaging/wa_phone_number.json)',
  },
};
