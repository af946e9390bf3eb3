/** A body of Meta's own shape, as its reference words it. */
export type MetaBody = Readonly<Record<string, unknown>>;

/** A body as the wire wants it: as text `node:http` writes it together with the headers. */
export const jsonBody = (body: MetaBody): readonly string[] => [JSON.stringify(body)];
