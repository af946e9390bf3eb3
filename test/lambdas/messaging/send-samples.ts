/** What of Meta's sample is ours to say: the request that makes it, and how old the window is then, in days. */
export interface SampleRequest {
  readonly request: Readonly<Record<string, unknown>>;
  readonly days?: number;
}

const fromPage = { from: 'page:990000000000001', to: { id: '12345' } };
const number = { from: 'phone_number:106540352242922' };
const toPhone = { ...number, to: { phone: '+16505551234' } };
const fromNumber = { ...toPhone, recipientType: 'individual' };
const bsuid = 'US.13491208655302741918';
const read = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJDQjZCMzlEQUE4OTJBMTE4RTUA';

const buttons = {
  type: 'button',
  header: { type: 'image', image: { id: '2762702990552401' } },
  body: {
    text: 'Hi Pablo! Your gardening workshop is scheduled for 9am tomorrow. Use the buttons if you need to reschedule. Thank you!',
  },
  footer: { text: 'Lucky Shrub: Your gateway to succulents!™' },
  action: {
    buttons: [
      { type: 'reply', reply: { id: 'change-button', title: 'Change' } },
      { type: 'reply', reply: { id: 'cancel-button', title: 'Cancel' } },
    ],
  },
};

const link = {
  type: 'cta_url',
  header: {
    type: 'image',
    image: { link: 'https://www.luckyshrub.com/assets/lucky-shrub-banner-logo-v1.png' },
  },
  body: { text: 'Tap the button below to see available dates.' },
  action: {
    name: 'cta_url',
    parameters: {
      display_text: 'See Dates',
      url: 'https://www.luckyshrub.com?clickID=kqDGWd24Q5TRwoEQTICY7W1JKoXvaZOXWAS7h1P76s0R7Paec4',
    },
  },
  footer: { text: 'Dates subject to change.' },
};

const list = {
  type: 'list',
  header: { type: 'text', text: 'Choose Shipping Option' },
  body: { text: 'Which shipping option do you prefer?' },
  footer: { text: 'Lucky Shrub: Your gateway to succulents™' },
  action: {
    button: 'Shipping Options',
    sections: [
      {
        title: 'I want it ASAP!',
        rows: [
          { id: 'priority_express', title: 'Priority Mail Express', description: 'Next Day to 2 Days' },
          { id: 'priority_mail', title: 'Priority Mail', description: '1–3 Days' },
        ],
      },
      {
        title: 'I can wait a bit',
        rows: [
          { id: 'usps_ground_advantage', title: 'USPS Ground Advantage', description: '2–5 Days' },
          { id: 'media_mail', title: 'Media Mail', description: '2–8 Days' },
        ],
      },
    ],
  },
};

const place = { city: 'Menlo Park', state: 'CA', zip: '94025', country: 'United States', country_code: 'US' };
const contact = {
  addresses: [
    { street: '1 Lucky Shrub Way', ...place, type: 'Office' },
    { street: '1 Hacker Way', ...place, type: 'Pop-Up' },
  ],
  birthday: '1999-01-23',
  emails: [
    { email: 'bjohnson@luckyshrub.com', type: 'Work' },
    { email: 'bjohnson@luckyshrubplants.com', type: 'Work (old)' },
  ],
  name: {
    formatted_name: 'Barbara J. Johnson',
    first_name: 'Barbara',
    last_name: 'Johnson',
    middle_name: 'Joana',
    suffix: 'Esq.',
    prefix: 'Dr.',
  },
  org: { company: 'Lucky Shrub', department: 'Legal', title: 'Lead Counsel' },
  phones: [
    { phone: '+16505559999', type: 'Landline' },
    { phone: '+19175559999', type: 'Mobile', wa_id: '19175559999' },
  ],
  urls: [
    { url: 'https://www.luckyshrub.com', type: 'Company' },
    { url: 'https://www.facebook.com/luckyshrubplants', type: 'Company (FB)' },
  ],
};

const language = { code: 'en_US' };
const code = { type: 'text', text: 'J$FpnYnP' };
const copyCode = {
  name: 'verification_code',
  language,
  components: [
    { type: 'body', parameters: [code] },
    { type: 'button', sub_type: 'url', index: '0', parameters: [code] },
  ],
};
const named = (parameter_name: string, text: string) => ({ type: 'text', parameter_name, text });
const welcome = {
  name: 'welcome_discount_template',
  language,
  components: [
    { type: 'header', parameters: [{ type: 'image', image: { id: '1339522734477770' } }] },
    {
      type: 'body',
      parameters: [
        named('first_name', 'Jessica'),
        named('discount_code', 'WELCOME25'),
        named('discount_amount', '25%'),
      ],
    },
  ],
};

const text = (words: string) => ({ type: 'text', text: words });
const yesOrNo = ['Yes', 'No'].map((title) => ({ title, payload: title, content_type: 'text' }));
const photo = { type: 'image', media: { url: 'https://foo.bar/image.jpg' }, reusable: true };

/** Every sample of a request to send, with the request to us that makes it. */
export const sampleRequests: Readonly<Record<string, SampleRequest>> = {
  messenger_send_human_agent: { request: { ...fromPage, sender: 'human', ...text('Simple Message') }, days: 3 },
  messenger_send_image_reusable: { request: { ...fromPage, messagingType: 'UPDATE', ...photo } },
  messenger_send_quick_replies: {
    request: { ...fromPage, messagingType: 'UPDATE', ...text('Are you happy?'), quickReplies: yesOrNo },
  },
  messenger_send_response_text: { request: { ...fromPage, ...text('Simple Message') } },
  messenger_sender_action_typing_on: { request: { ...fromPage, to: { id: '5678' }, type: 'typing_on' } },
  wa_mark_read: { request: { ...toPhone, type: 'mark_seen', messageId: read } },
  wa_mark_read_typing: { request: { ...toPhone, type: 'typing_on', messageId: read } },
  wa_send_contacts: { request: { ...toPhone, type: 'contacts', contacts: [contact] } },
  wa_send_document: {
    request: {
      ...fromNumber,
      type: 'file',
      media: { metaId: '1376223850470843' },
      filename: 'order_abc123.pdf',
      caption: 'Your order confirmation (PDF)',
    },
  },
  wa_send_image: {
    request: {
      ...fromNumber,
      type: 'image',
      media: { metaId: '1479537139650973' },
      caption: 'The best succulent ever?',
    },
  },
  wa_send_interactive_buttons: { request: { ...fromNumber, type: 'interactive', interactive: buttons } },
  wa_send_interactive_cta_url: { request: { ...fromNumber, type: 'interactive', interactive: link } },
  wa_send_interactive_list: { request: { ...fromNumber, type: 'interactive', interactive: list } },
  wa_send_location: {
    request: {
      ...fromNumber,
      type: 'location',
      location: {
        latitude: '37.44216251868683',
        longitude: '-122.16153582049394',
        name: 'Philz Coffee',
        address: '101 Forest Ave, Palo Alto, CA 94301',
      },
    },
  },
  wa_send_reaction: {
    request: {
      ...fromNumber,
      type: 'reaction',
      messageId: 'wamid.HBgLMTY0NjcwNDM1OTUVAgASGBQzQUZCMTY0MDc2MUYwNzBDNTY5MAA=',
      emoji: '😀',
    },
  },
  wa_send_template_auth_copy_code: {
    request: { ...fromNumber, to: { phone: '12015553931' }, type: 'template', template: copyCode },
    days: 400,
  },
  wa_send_template_named_params: {
    request: { ...fromNumber, to: { phone: '16505551234' }, type: 'template', template: welcome },
    days: 400,
  },
  wa_send_text_both: {
    request: { ...number, to: { phone: '+16505551234', userId: bsuid }, ...text('hello with fallback') },
  },
  wa_send_text_bsuid: { request: { ...number, to: { userId: bsuid }, ...text('hello via bsuid') } },
  wa_send_text_phone: { request: { ...toPhone, ...text('hello via phone') } },
};

const answer = 'an answer of Meta’s';
const asset = 'what Meta tells of an account';
const ofTemplates = 'about making a template, not sending one';

/** Every other sample of the folder, and why no request to send makes it. */
export const notSent: Readonly<Record<string, string>> = {
  ig_conversation: 'a read of the inbox',
  ig_message_story: 'a read of a message',
  messenger_profile_greeting: 'settings of a Page',
  messenger_send_notification_messages_token: 'ended on 2026-02-10 (fact sheet §1): refused by name',
  messenger_send_response_ok: answer,
  wa_media_url_response: answer,
  wa_messaging_limit: asset,
  wa_phone_number: asset,
  wa_phone_number_full_health: asset,
  wa_phone_numbers_list: asset,
  wa_send_response: answer,
  wa_send_response_bsuid: answer,
  wa_send_response_phone_and_bsuid: answer,
  wa_template_create_named_params: ofTemplates,
  wa_template_create_response: ofTemplates,
};
