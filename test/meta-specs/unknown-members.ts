import { beyondMessagingMembers } from './unknown-messaging-members.ts';

const noFields = 'the specs name this type and leave out its fields';
const ofEvents = 'the specs say that AdsPixel/events answers an object, and no more; fact sheet §9';

/** Members of the simulator's answers that Meta's specs do not name (`<node>.<member>`), each with why it is there. */
export const beyondMembers: Readonly<Record<string, string>> = {
  ...beyondMessagingMembers,
  'AdAccountSubscribedApps.name': `${noFields}; an installed app is shown as on a Page (Application.name)`,
  'AdAccountSubscribedApps.link': `${noFields}; an installed app is shown as on a Page (Application.link)`,
  'Application.subscribed_fields': 'the edge takes them (fact sheet §7, Subscribing), so its list shows them',
  'ApplicationSubscriptions.object': `${noFields}; what was declared (fact sheet §7, Subscribing)`,
  'ApplicationSubscriptions.callback_url': `${noFields}; what was declared (fact sheet §7, Subscribing)`,
  'ApplicationSubscriptions.fields': `${noFields}; what was declared (fact sheet §7, Subscribing)`,
  'ApplicationSubscriptions.active': `${noFields}; nothing of ours depends on it`,
  'Business.access_status': 'the specs return the business, no source shows the answer; nothing of ours reads it',
  'Business.access_token':
    'the specs return the business, the call is there to fetch a token (fact sheet §2, code exchange)',
  'BusinessAdAccountRequest.ad_account': `${noFields}; Meta’s SDK 24.0.1 has them (objects/business-ad-account-request.js)`,
  'BusinessPageRequest.page': `${noFields}; Meta’s SDK 24.0.1 has them (objects/business-page-request.js)`,
  'Object.events_received': ofEvents,
  'Object.messages': ofEvents,
  'Object.fbtrace_id': ofEvents,
  'WhatsAppApplication.whatsapp_business_api_data':
    'the schema has id and name, the examples of the same operation wrap them (getAllSubscriptionsForAWaba)',
};
