import { APP_EDGES } from './app-subscriptions.ts';
import { BUSINESS_EDGES } from './businesses.ts';
import { CONVERSION_EDGES } from './conversions.ts';
import type { Edges } from './edge.ts';
import { MEDIA_EDGES } from './media.ts';
import { MESSAGE_ATTACHMENT_EDGES } from './message-attachments.ts';
import { MESSAGE_TEMPLATE_EDGES } from './message-templates.ts';
import { MESSAGE_EDGES } from './messages.ts';
import { MINTING_EDGES } from './minting.ts';
import { PEOPLE_EDGES } from './people.ts';
import { PROBE_EDGES } from './probes.ts';
import { SHARING_EDGES } from './sharing.ts';
import { SUBSCRIBED_APPS_EDGES } from './subscribed-apps.ts';
import { THREAD_CONTROL_EDGES } from './thread-control.ts';
import { WHATSAPP_EDGES } from './whatsapp.ts';
import { WHATSAPP_MESSAGE_EDGES } from './whatsapp-messages.ts';

/** Every edge that is played, `kind/edge METHOD`. */
export const EDGES: Edges = {
  ...PEOPLE_EDGES,
  ...BUSINESS_EDGES,
  ...SHARING_EDGES,
  ...SUBSCRIBED_APPS_EDGES,
  ...APP_EDGES,
  ...WHATSAPP_EDGES,
  ...PROBE_EDGES,
  ...MINTING_EDGES,
  ...CONVERSION_EDGES,
  ...MESSAGE_EDGES,
  ...MESSAGE_ATTACHMENT_EDGES,
  ...MESSAGE_TEMPLATE_EDGES,
  ...THREAD_CONTROL_EDGES,
  ...WHATSAPP_MESSAGE_EDGES,
  ...MEDIA_EDGES,
};
