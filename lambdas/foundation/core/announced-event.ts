import * as z from 'zod/mini';

/**
 * What subscribers are promised of one detail-type. Each room's `announced.ts` holds its own; documents and tests read
 * them, makers only their types: no function loads them.
 */
export interface AnnouncedEvent {
  /** When it is announced, in a sentence. */
  readonly when: string;
  /** What a subscriber does with it, for example. */
  readonly use: string;
  /** What its `id` is made of. */
  readonly id: string;
  /** What comes of it when the same thing is told again: a redelivery, a crash, a replay. */
  readonly again: string;
  /** The whole `detail`, as it stands on the bus. */
  readonly detail: () => z.ZodMiniType;
  /** Descriptions of members that the schema leaves without one, by name, at any depth. */
  readonly words?: Readonly<Record<string, string>>;
}

/** A `detail` as a maker may give it: nothing in it is changed any more. */
export type Told<T> = T extends readonly (infer Item)[]
  ? readonly Told<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: Told<T[Name]> }
    : T;

/** A member with its one-line description. */
export const said = <T extends z.ZodMiniType>(schema: T, description: string): T =>
  schema.check(z.describe(description));

/** What the bus itself puts first into every `detail`. */
export const head = () => ({
  id: said(z.string(), 'What to dedupe by: stable, see below.'),
  workspace: said(z.string(), 'The tenant.'),
});
