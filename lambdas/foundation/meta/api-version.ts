/** The versions that we may ask for: v26.0 since 2026-07-29, v25.0 until 2028-07-29 on Graph (fact sheet §1). */
export const apiVersions = ['v25.0', 'v26.0'] as const;

/** One of them. */
export type ApiVersion = (typeof apiVersions)[number];

/** Meta's products whose versions end at different times. */
export type Surface = 'graph' | 'marketing' | 'instagram' | 'whatsapp' | 'messenger' | 'conversions';

/** Which version is asked for: one for all, another for single surfaces, and a newer one for a share of the calls. */
export interface VersionPlan {
  readonly stable: ApiVersion;
  readonly surfaces?: Readonly<Partial<Record<Surface, ApiVersion>>>;
  /** `share` of all calls, 0 to 1. */
  readonly canary?: { readonly version: ApiVersion; readonly share: number };
}

/** Newest version, for ads as well: v24.0 ended there on 2026-10-06 (fact sheet §1). */
export const defaultPlan: VersionPlan = { stable: 'v26.0' };

/** The version of one call; `chance` in [0, 1). A surface that is pinned takes no part in the canary. */
export function versionFor(surface: Surface, { stable, surfaces, canary }: VersionPlan, chance: number): ApiVersion {
  const pinned = surfaces?.[surface];
  if (pinned) return pinned;
  return canary && chance < canary.share ? canary.version : stable;
}
