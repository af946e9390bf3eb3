import { callerOf } from '../http/caller.ts';
import { nodeOf } from '../http/demand.ts';
import type { GraphRequest } from '../http/graph-request.ts';
import type { Answered } from '../http/node-call.ts';
import { missing, noScope } from '../http/refusal.ts';
import { spend } from '../http/spend.ts';
import { demandExisting, served } from '../http/versions.ts';
import type { Medium } from '../messaging/media-box.ts';
import type { Meta } from '../meta.ts';

const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];
/** A medium's address is good for five minutes (fact sheet §8). */
const URL_SECONDS = 300;

/** The medium that a path names; media are no nodes of the world. */
export const mediumOf = ({ messaging, world }: Meta, { path: [id = '', ...rest] }: GraphRequest): Medium | undefined =>
  rest.length === 0 && !world.find(id) ? messaging.media.find(id) : undefined;

/** `GET` and `DELETE /{media-id}`: seen by whoever sees its number. */
export function mediaCall(meta: Meta, request: GraphRequest, medium: Medium): Answered {
  const { method, params, version } = request;
  demandExisting(version, medium.id);
  const caller = callerOf(meta, request);
  const phone = nodeOf(meta.world, request, caller, medium.phone, meta.clock.now());
  const usage = spend(meta, caller, phone, null, method);
  const headers = { ...usage, 'facebook-api-version': served(version, false, true, medium.id).version };
  if (!SCOPES.some((scope) => caller.scopes.has(scope))) throw noScope(SCOPES, 200);
  if (method === 'POST' || (params.phone_number_id ?? medium.phone) !== medium.phone) throw missing(medium.id, method);
  if (method === 'GET') return { body: shown(medium, meta.clock.seconds()), headers };
  meta.messaging.media.remove(medium.id);
  return { body: { success: true }, headers };
}

const shown = ({ id, mimeType, sha256, bytes }: Medium, now: number) => ({
  messaging_product: 'whatsapp',
  url: `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${id}&ext=${now + URL_SECONDS}&hash=fake`,
  mime_type: mimeType,
  sha256,
  file_size: String(bytes),
  id,
});
