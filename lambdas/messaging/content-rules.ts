import * as z from 'zod/mini';
import type { SendContent } from './outbound-content.ts';

/**
 * What one channel takes: a rule for each type that it knows, made when it is needed, over content that `SendContent`'s
 * schema has read.
 */
export type ContentRules = Readonly<Partial<Record<SendContent['type'], () => z.ZodMiniType>>>;

/** A member that does not go here; `reason` says why. */
export const absent = (reason: string) => z.optional(z.never(reason));

/** A medium by address, our upload or Meta's own id. */
export const medium = (address: z.ZodMiniType) => z.looseObject({ url: z.optional(address) });
