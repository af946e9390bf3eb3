import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { mediaTypeNames, mostBytes } from './media-types.ts';

const time = z.string().check(z.describe('ISO-8601 UTC.'));

const file = {
  id: z.string(),
  mimeType: z.string(),
  size: z.number().check(z.describe('Bytes.')),
  filename: z.nullable(z.string()),
};

/** An address that allows one kind of request, and until when. */
const address = z.object({
  url: z.string().check(z.describe('Whoever has it may use it; keep it to those it is for.')),
  expiresAt: time,
});

/** A file that somebody is about to bring. */
const MediaDeclared = z
  .object({
    ...file,
    upload: z.object({
      method: z.literal('PUT'),
      url: z.string(),
      headers: z
        .record(z.string(), z.string())
        .check(z.describe('To be sent exactly so; a browser sets `content-length` itself.')),
      expiresAt: time,
    }),
  })
  .register(z.globalRegistry, { id: 'MediaDeclared' });

/** A file that was brought, or that a person sent. */
const MediaView = z
  .object({
    ...file,
    state: z.enum(['awaiting-upload', 'ready']),
    download: z.nullable(address).check(z.describe('Null until it is there.')),
  })
  .register(z.globalRegistry, { id: 'Media' });

/** What a caller says of a file before it is brought. */
export const MediaDeclaration = z
  .strictObject({
    mimeType: z.enum(mediaTypeNames, { error: `is none of ${mediaTypeNames.join(', ')}` }),
    size: z
      .int()
      .check(z.minimum(1), z.maximum(mostBytes), z.describe('Bytes, exactly; the upload may have no other number.')),
    filename: z
      .optional(z.string().check(z.minLength(1), z.maxLength(240), z.regex(/^[^\p{Cc}/\\]+$/u, 'is no file’s name')))
      .check(z.describe('What the person sees of a document on WhatsApp.')),
  })
  .register(z.globalRegistry, { id: 'MediaDeclaration' });

/** What the routes of media take and give. */
export const mediaRoutes = {
  'POST /v1/media': {
    summary: 'Announce a file that is to be sent',
    description:
      'Then `PUT` its bytes to `upload.url`, and send a message with `mediaId`. How large a file may be depends on its ' +
      'type and on the channel: what no channel takes is refused here, what one does not take when it is sent there.',
    body: MediaDeclaration,
    status: 201,
    response: MediaDeclared,
  },
  'GET /v1/media/{id}': {
    summary: 'A file that was brought, or that a person sent',
    description: 'The media of a person’s message have their ids in the message, as soon as they were fetched.',
    path: z.object({ id: z.string().check(z.minLength(1), z.maxLength(256)) }),
    response: MediaView,
  },
} as const satisfies Record<RouteOf<'messaging/media'>, RouteSchema>;
