/** Words whose value is a secret wherever they stand: query strings, forms, JSON. */
const secretWords =
  'access_token|appsecret_proof|client_secret|app_secret|appSecret|fb_exchange_token|input_token|refresh_token|' +
  'id_token|signed_request|verify_token|code_verifier|authorization|password|secret|token|code|state';

/**
 * What never reaches a log. Meta's tokens begin with EAA or IG (`meta-platform` §2), its app secrets are 32 hex and its
 * signatures 40 or 64; an app token is `<app id>|<secret>`; a `wamid` holds a phone number in base64. A bare run of 10
 * to 13 digits may be somebody's number, whereas today's asset ids have more.
 */
const patterns = [
  `\\b(?:${secretWords})["']?\\s*[=:]\\s*["']?(?:(?:Bearer|Basic)\\s+)?[^\\s&"',;}]+`,
  '\\b(?:Bearer|Basic)\\s+\\S+',
  '\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*',
  '\\b(?:EAA|IGQ|IGAA)[A-Za-z0-9_-]{8,}',
  '\\b\\d{5,}\\|[\\w-]{16,}',
  '\\bwamid\\.[\\w+/=-]+',
  '\\b(?:AKIA|ASIA)[A-Z0-9]{12,}',
  '\\b[0-9a-fA-F]{32,}\\b',
  '[^\\s@"\'<>=:]+@[^\\s@"\'<>]+\\.[A-Za-z]{2,}',
  '\\+\\d[\\d ().-]{6,}\\d',
  '\\(?\\b\\d{3}\\)?[ .-]\\d{3}[ .-]\\d{4}\\b',
  '(?<![\\w.:-])\\d{10,13}(?![\\w.:-])',
];
const forbidden = new RegExp(patterns.join('|'), 'gi');

/**
 * Words of letters, as routes, kinds and names of calls are: in them nothing forbidden can stand. Most facts are no more,
 * and the long pattern costs a millisecond the first time.
 */
const harmless = /^(?:(?!eaa|ig|a[ks]ia|bearer|basic)[a-z]{1,30}\d?(?:[ /{}-]+|$))+$/i;

/** Longest text of a log field, in characters: a wide line stays small whatever a caller put into it. */
const longestText = 200;

/** A text as a log may show it: secrets and personal data replaced, the rest cut to 200 characters. */
export function redact(text: string): string {
  if (text.length <= longestText && harmless.test(text)) return text;
  // Cut first, with room for a secret that straddles the end: a huge text must not cost milliseconds.
  const clean = text.slice(0, longestText * 4).replace(forbidden, '[redacted]');
  return clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean;
}
