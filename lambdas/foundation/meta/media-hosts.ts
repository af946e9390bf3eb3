/**
 * Where WhatsApp's media lie (webhook samples `wa_image_with_url`, `wa_document_with_url`): the only host that is ever
 * shown a token besides the Graph's own.
 */
export const tokenMediaHosts = ['lookaside.fbsbx.com'] as const;

/**
 * Where Meta keeps what people send: `lookaside.fbsbx.com` and `scontent.xx.fbcdn.net` by the webhook samples of
 * Messenger and Instagram and the spec of business messaging; `cdn.fbsbx.com` (files of Messenger) and
 * `scontent….cdninstagram.com` from memory.
 */
export const mediaHosts = [...tokenMediaHosts, '.fbcdn.net', 'cdn.fbsbx.com', '.cdninstagram.com'] as const;
