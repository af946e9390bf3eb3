const digits = 12;

/** A place's number as its key holds it: twelve digits, so that the order of the keys is that of the numbers. */
export const laneSeq = (seq: number) => String(seq).padStart(digits, '0');
