import { APP_EDGES } from './app-subscriptions.ts';
import { BUSINESS_EDGES } from './businesses.ts';
import { CONVERSION_EDGES } from './conversions.ts';
import type { Edges } from './edge.ts';
import { MINTING_EDGES } from './minting.ts';
import { PEOPLE_EDGES } from './people.ts';
import { PROBE_EDGES } from './probes.ts';
import { SHARING_EDGES } from './sharing.ts';
import { SUBSCRIBED_APPS_EDGES } from './subscribed-apps.ts';
import { WHATSAPP_EDGES } from './whatsapp.ts';

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
};
