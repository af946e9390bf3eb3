import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Meta } from '../meta.ts';
import { sees } from '../world/visible.ts';
import { madeUpFile, typeByName } from './made-up-file.ts';

/** Where Meta keeps files; one port plays all hosts, each under its name as first path segment. */
const LOOKASIDE = 'lookaside.fbsbx.com';
const OPEN_HOSTS = /^(cdn\.fbsbx\.com|[\w.-]+\.fbcdn\.net|[\w.-]+\.cdninstagram\.com)$/;
const WHATSAPP_PATH = `/${LOOKASIDE}/whatsapp_business/attachments/`;

const hostOf = ({ pathname }: URL): string => pathname.split('/')[1] ?? '';

/** Whether a call is for a file, not for the Graph. */
export const isMediaFile = (url: URL): boolean => hostOf(url) === LOOKASIDE || OPEN_HOSTS.test(hostOf(url));

/**
 * Serves a file: one of WhatsApp's to a token that may see its number, for five minutes (fact sheet §8); any other to
 * anybody, made up by the ending of its name. `?sim_status=404`, `?sim_to=<url>` and `?sim_type=text/html` make a file
 * trouble.
 */
export function mediaFile(meta: Meta, url: URL, { headers }: IncomingMessage, response: ServerResponse): void {
  const { searchParams: wish, pathname } = url;
  const to = wish.get('sim_to');
  if (to !== null) return void response.writeHead(302, { location: to }).end();
  const file = pathname.startsWith(WHATSAPP_PATH)
    ? whatsappFile(meta, wish, headers.authorization)
    : { status: 200, type: typeByName(pathname), bytes: madeUpFile(typeByName(pathname), 1024) };
  const status = Number(wish.get('sim_status') ?? file.status);
  const type = wish.get('sim_type') ?? file.type;
  response.writeHead(status, { 'content-type': type, 'content-length': file.bytes.length }).end(file.bytes);
}

const refused = (status: number) => ({ status, type: 'text/plain', bytes: Buffer.from('No file.') });

function whatsappFile(meta: Meta, wish: URLSearchParams, authorization = '') {
  const token = meta.tokens.find(authorization.replace(/^Bearer /, ''));
  const now = meta.clock.now();
  if (!token || token.death !== null || (token.expiresAt !== null && now >= token.expiresAt)) return refused(401);
  const medium = meta.messaging.media.find(wish.get('mid') ?? '');
  const phone = medium && meta.world.find(medium.phone);
  if (!medium || !phone || !sees(meta.world, token, phone)) return refused(404);
  if (meta.clock.seconds() >= Number(wish.get('ext'))) return refused(404);
  const bytes = medium.content ?? madeUpFile(medium.mimeType, medium.bytes);
  return { status: 200, type: medium.mimeType, bytes };
}
