import { Failure } from '../foundation/core/failure.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';

/**
 * Where events go: the pixels that the request names, else the workspace's default ones, else its only linked one.
 * Throws `Failure` `not-found` for one that is not linked here (another workspace's looks the same), and
 * `invalid-request` when several are linked and nobody says which.
 */
export async function choosePixels(
  workspace: string,
  asked: readonly string[] | undefined,
  defaults: readonly string[],
  registry: Pick<AssetRegistry, 'ownerOf' | 'list'>,
): Promise<readonly string[]> {
  if (asked !== undefined) return demandLinked(workspace, asked, registry);
  if (defaults.length > 0) return demandLinked(workspace, defaults, registry);
  const linked = (await registry.list(workspace)).filter(({ kind }) => kind === 'pixel').map(({ id }) => id);
  if (linked.length === 1) return linked;
  if (linked.length === 0) throw new Failure('not-found', 'no pixel is linked in this workspace: connect one first');
  const errors = [
    { path: 'body.pixels', reason: `is missing: ${linked.length} pixels are linked, and none is default` },
  ];
  throw new Failure('invalid-request', 'it is not clear which pixel is meant', { errors });
}

/** These pixels, each once. Throws `Failure` `not-found`, naming those that this workspace has not linked. */
export async function demandLinked(
  workspace: string,
  pixels: readonly string[],
  registry: Pick<AssetRegistry, 'ownerOf'>,
): Promise<readonly string[]> {
  const owners = await Promise.all(pixels.map((id) => registry.ownerOf({ kind: 'pixel', id })));
  const errors = owners.flatMap((owner, at) =>
    owner === workspace ? [] : [{ path: `body.pixels.${at}`, reason: 'is no pixel that this workspace has linked' }],
  );
  if (errors.length > 0) throw new Failure('not-found', 'this workspace has not linked that pixel', { errors });
  return [...new Set(pixels)];
}
