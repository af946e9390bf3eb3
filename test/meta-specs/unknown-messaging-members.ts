const ofSends = 'the specs return the Page; Meta’s page and samples/messaging/messenger_send_response_ok.json have it';
const ofInstagramLogin = 'the specs leave graph.instagram.com out; fact sheet §8, Messenger / Instagram';
const ofTemplates = 'the specs name MessengerBusinessTemplate and leave out its fields; as a template of WhatsApp (§8)';
const made = 'the specs return the Page; what is made is answered as on WhatsApp (wa_template_create_response.json)';

/** Members of the simulator's answers around messages that Meta's specs do not name, each with why it is there. */
export const beyondMessagingMembers: Readonly<Record<string, string>> = {
  'Page.recipient_id': ofSends,
  'Page.message_id': ofSends,
  'IGUser/messages POST.recipient_id': ofInstagramLogin,
  'IGUser/messages POST.message_id': ofInstagramLogin,
  'Object.attachment_id': 'the specs answer an object, and no more; fact sheet §8, "Upload once"',
  'Page.status': made,
  'MessengerBusinessTemplate.name': ofTemplates,
  'MessengerBusinessTemplate.components': ofTemplates,
  'MessengerBusinessTemplate.language': ofTemplates,
  'MessengerBusinessTemplate.status': ofTemplates,
  'MessengerBusinessTemplate.category': ofTemplates,
  'PageThreadOwner.thread_owner':
    'the specs name this type and leave out its fields; fact sheet §1, Conversation Routing',
};
