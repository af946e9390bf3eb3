import { Failure } from '../foundation/core/failure.ts';
import type { MediaOrigin } from './outbound-content.ts';

/** A medium as Meta takes it: by an address that it can read, or by its own id. */
export type MetaMedia = { readonly link: string } | { readonly id: string };

/**
 * What Meta is told of a medium: what our upload became, else what the content names. Throws `Failure` `bug` for an upload
 * of ours that nobody has put before Meta.
 */
export function metaMedia(origin: MediaOrigin, ready: MetaMedia | undefined): MetaMedia {
  if (ready !== undefined) return ready;
  if ('url' in origin) return { link: origin.url };
  if ('metaId' in origin) return { id: origin.metaId };
  throw new Failure('bug', 'an upload of ours is not at Meta yet');
}
