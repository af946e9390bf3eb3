import type { Connection } from '../foundation/store/connections.ts';
import { assetOf, type Platform, scopesOf } from './scopes.ts';

/** One thing that a connection lacks: `what` is `<kind of lack>:<name>`, the rest is for people. */
export type Missing = Connection['missing'][number];

/** What says which scopes a connection has. */
export type Consented = Pick<Connection, 'platform' | 'features' | 'granted' | 'declined'>;

/** How many lines a connection keeps: 300 Pages that lack the same thing are said once each, up to here. */
const mostLines = 100;

const remedies: Readonly<Record<Platform, (feature: string, scope: string) => string>> = {
  facebook: (feature, scope) => `connect again with the feature ${feature} and leave ${scope} ticked`,
  'facebook-business': (_feature, scope) =>
    `add ${scope} to the login configuration at Meta, then connect again; one declined permission declines them all`,
  instagram: (feature, scope) => `connect again with the feature ${feature} and leave ${scope} ticked`,
  whatsapp: (_feature, scope) => `add ${scope} to the Embedded Signup configuration at Meta, then connect again`,
  'system-user': (_feature, scope) => `make a new token with ${scope} in Business Settings and import it`,
};

/** A feature that is off, one line for each scope that it lacks. */
export const featureGaps = ({ platform, features, granted, declined }: Consented): Missing[] =>
  features.flatMap((feature) =>
    (scopesOf(platform, feature) ?? [])
      .filter((scope) => !granted.includes(scope))
      .map((scope) => ({
        what: `feature:${feature}`,
        why: `the scope ${scope} was ${declined.includes(scope) ? 'declined' : 'not granted'}`,
        remedy: remedies[platform](feature, scope),
      })),
  );

/** Kinds of assets that features need, that have their scopes, and of which there is not one. */
export function assetGaps(connection: Consented, kinds: readonly string[]): Missing[] {
  const off = new Set(featureGaps(connection).map(({ what }) => what));
  const on = connection.features.filter((feature) => !off.has(`feature:${feature}`));
  const needs = new Set(on.flatMap((feature) => assetOf(feature) ?? []));
  return [...needs]
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => ({
      what: `asset:${kind}`,
      why: `no asset of the kind ${kind} was shared with us`,
      remedy: `connect again and choose at least one ${kind}, or ask who administers it for access`,
    }));
}

/** The lines without those of some kinds of lack. */
export const without = (missing: readonly Missing[], ...kinds: readonly string[]) =>
  missing.filter(({ what }) => !kinds.some((kind) => what.startsWith(`${kind}:`)));

/** Both, each `what` and `why` once, cut to what a row shall hold. */
export function joined(before: readonly Missing[], more: readonly Missing[]): Missing[] {
  const lines = new Map([...before, ...more].map((line) => [`${line.what}\n${line.why}`, line]));
  return [...lines.values()].slice(0, mostLines);
}
