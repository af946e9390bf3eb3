import * as z from 'zod';

/** Troubles that the sender makes on purpose; all off at start. */
export const Faults = z.strictObject({
  /** This many of the next attempts cut the connection after the answer began and before it was read. */
  cutBeforeAnswer: z.int().min(0).max(100_000),
  /** Every delivery of Meta's is sent twice. */
  duplicateEverything: z.boolean(),
});
export type Faults = z.infer<typeof Faults>;

/** The faults now in force; `takeCut` uses up one cut and says whether there was one. */
export type FaultBox = { current(): Faults; change(part: Partial<Faults>): void; clear(): void; takeCut(): boolean };

const OFF: Faults = { cutBeforeAnswer: 0, duplicateEverything: false };

/** A box without faults. */
export function faultBox(): FaultBox {
  let faults = OFF;
  return {
    current: () => faults,
    change: (part) => {
      faults = { ...faults, ...part };
    },
    clear: () => {
      faults = OFF;
    },
    takeCut: () => {
      if (faults.cutBeforeAnswer === 0) return false;
      faults = { ...faults, cutBeforeAnswer: faults.cutBeforeAnswer - 1 };
      return true;
    },
  };
}
