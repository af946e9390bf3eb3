import type * as z from 'zod/mini';
import type { ConversionKey, ConversionRow } from './entities/conversion.ts';

export type { ConversionKey } from './entities/conversion.ts';

/** What became of a conversion event. */
export type Conversion = Readonly<Omit<z.infer<(typeof ConversionRow)['schema']>, 'expiresAt'>>;

/** `mine`: send it; `sending`: an earlier sending was never settled, so nobody knows whether Meta has it. */
export type ConversionClaim = 'mine' | 'sending' | 'delivered' | 'absent';

/**
 * The log of conversion events, kept for the days of the stage. Throws `Failure` `unavailable` when the table refuses.
 */
export interface Conversions {
  /** Those of these keys that are kept; any number, answered in no order. Doubled keys are asked once. */
  find(keys: readonly ConversionKey[]): Promise<readonly Conversion[]>;
  /** Puts rows over whatever stands; any number. Of rows with one key the last wins. */
  put(rows: readonly Conversion[]): Promise<void>;
  /** Every row of an event id in a workspace, by pixel and event name. */
  list(workspace: string, eventId: string): Promise<readonly Conversion[]>;
  /**
   * Takes an accepted or parked row for one sending of what Meta does not dedupe: it is `sending` with this token then.
   * `mine` again for the very token that holds it.
   */
  claim(key: ConversionKey, token: string): Promise<ConversionClaim>;
  /** Gives a row back as accepted when nothing was sent; one that this token does not hold stays as it is. */
  release(key: ConversionKey, token: string): Promise<void>;
}
