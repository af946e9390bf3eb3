const ofReads = 'the spec shows it in an example ("Send typing indicator and read receipt") and not in its schema; §8';
const ofTemplates = 'the specs name this type and leave out its fields; as a template of WhatsApp (§8)';

/** The part of `beyondSpecs` that is about messages; paragraphs are those of the fact sheet. */
export const beyondMessaging = {
  calls: {
    'IGUser/messages POST': {
      params: ['recipient', 'message', 'sender_action'],
      reason: 'the specs leave graph.instagram.com out; §8, Messenger / Instagram',
    },
  },
  names: {
    'Page/messages POST ?sender_action may not be typing_on':
      'the specs write it in capitals; Meta’s page and samples/messaging/messenger_sender_action_typing_on.json do not',
    'Page/messages POST ?sender_action may not be typing_off': 'as typing_on; §8',
    'Page/messages POST ?sender_action may not be mark_seen': 'as typing_on; §8',
    'WhatsAppBusinessPhoneNumber/messages POST ?recipient':
      'the specs (v23.0) are older than the business-scoped id; §8, samples/messaging/wa_send_text_bsuid.json',
    'WhatsAppBusinessPhoneNumber/messages POST ?biz_opaque_callback_data':
      'the spec has it for calls (/calls) only; §8',
    'WhatsAppBusinessPhoneNumber/media POST ?type':
      'the spec’s examples have it inside `file` (`;type=image/jpeg`); Meta’s reference lists it besides, from memory',
    'WhatsAppBusinessPhoneNumber/messages POST ?status': ofReads,
    'WhatsAppBusinessPhoneNumber/messages POST ?message_id': ofReads,
    'WhatsAppBusinessPhoneNumber/messages POST ?typing_indicator': ofReads,
    'MessengerBusinessTemplate.name': ofTemplates,
    'MessengerBusinessTemplate.language': ofTemplates,
    'MessengerBusinessTemplate.category': ofTemplates,
    'MessengerBusinessTemplate.status': ofTemplates,
    'MessengerBusinessTemplate.components': ofTemplates,
  },
};
