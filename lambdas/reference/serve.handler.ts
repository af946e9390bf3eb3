import document from '../../docs/api/openapi.json' with { type: 'json' };
import { bytesHandler } from '../foundation/runtime/http-edge.ts';
import { renderDocs } from './render-docs.ts';

/** A browser may not run, load or frame anything from this page. */
const page = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

/** The API's own description, public and without secrets. */
export const handler = bytesHandler('reference/serve', () => {
  const json = { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) };
  const html = { status: 200, headers: page, body: renderDocs(document) };
  return { 'GET /v1/openapi.json': async () => json, 'GET /v1/docs': async () => html };
});
