import type { BrowserAnswer, BrowserCookie } from '../core/api.ts';
import type { Reply } from './http-reply.ts';

/**
 * On every answer to a browser: it may run, load or frame nothing, and tells nobody the address it was at, whose query
 * may hold a code.
 */
const everywhere = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
} as const;

/** `SameSite=Lax`: the cookie comes along when Meta sends the person back, and not with what other pages post. */
const cookieLine = ({ name, value, maxAgeSeconds }: BrowserCookie) =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; Secure; HttpOnly; SameSite=Lax`;

/** A browser's answer as a reply: 302 with its address, or the page. */
export function browserReply(answer: BrowserAnswer): Reply {
  const cookies = answer.cookie && [cookieLine(answer.cookie)];
  if ('redirect' in answer) {
    return { status: 302, headers: { ...everywhere, location: answer.redirect }, cookies };
  }
  const headers = { ...everywhere, 'content-type': 'text/html; charset=utf-8' };
  return { status: answer.status, headers, cookies, body: answer.page };
}

/** Whether what a work answered can be sent to a browser; what cannot is a bug, like any answer off its schema. */
export function isBrowserAnswer(answer: unknown): answer is BrowserAnswer {
  if (typeof answer !== 'object' || answer === null) return false;
  if ('redirect' in answer) return typeof answer.redirect === 'string' && /^https?:\/\/[!-~]+$/.test(answer.redirect);
  return 'status' in answer && 'page' in answer && typeof answer.page === 'string';
}
