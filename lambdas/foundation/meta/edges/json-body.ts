/** A body of Meta's own shape, as its reference words it. */
export type MetaBody = Readonly<Record<string, unknown>>;

/** A body as the wire wants it. */
export const jsonBody = (body: MetaBody): readonly Buffer[] => [Buffer.from(JSON.stringify(body))];
