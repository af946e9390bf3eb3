/** What an error carries besides code and message. */
export type More = {
  subcode?: number;
  status?: number;
  type?: string;
  transient?: boolean;
  title?: string;
  userMessage?: string;
  /** WhatsApp's own words, in `error_data`. */
  details?: string;
};

/** An answer that is an error; its `body` has Meta's envelope (fact sheet §3) but for the trace id. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly body: Record<string, unknown>;

  constructor(code: number, message: string, more: More = {}) {
    super(message);
    this.code = code;
    this.status = more.status ?? statusOf(code);
    this.body = {
      message,
      type: more.type ?? 'OAuthException',
      code,
      ...(more.subcode === undefined ? {} : { error_subcode: more.subcode }),
      ...(more.transient === undefined ? {} : { is_transient: more.transient }),
      ...(more.title === undefined ? {} : { error_user_title: more.title }),
      ...(more.userMessage === undefined ? {} : { error_user_msg: more.userMessage }),
      ...(more.details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details: more.details } }),
    };
  }
}

/** The sheet says that the status is unreliable; these are the likely ones: 401 as in the sample of an expired token. */
function statusOf(code: number): number {
  if (code === 190 || code === 102) return 401;
  if (code === 1 || code === 2) return 500;
  if (code === 10 || (code >= 200 && code < 300)) return 403;
  return 400;
}

/** `100/33`: the same words for what does not exist and for what may not be seen. */
export const missing = (id: string, method = 'GET'): Refusal =>
  new Refusal(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
      'missing permissions, or does not support this operation',
    { subcode: 33, type: 'GraphMethodException' },
  );

/** A parameter that is missing or does not fit. */
export const badParameter = (message: string): Refusal => new Refusal(100, `(#100) ${message}`);

/** Says which scopes would do; `code` is 10 or one of 200–299 (fact sheet §3). */
export const noScope = (scopes: readonly string[], code: number): Refusal =>
  new Refusal(code, `(#${code}) Requires ${scopes.join(' or ')} permission to manage the object`);

/** A path that leads nowhere. */
export const unknownPath = (path: string): Refusal => new Refusal(2500, `Unknown path components: /${path}`);
