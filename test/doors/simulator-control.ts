import { request } from 'node:http';
import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import type { GraphApp } from '../../lambdas/foundation/meta/identity.ts';

/** A call as the simulator's journal shows it. */
export interface JournalRow {
  readonly path: string;
  readonly tokenKind: string | null;
  readonly tokenPlace: string | null;
  readonly proof: string | null;
  readonly inBatch: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** The simulator's control API; what is not answered with 2xx throws its sentence. */
export function control({ url, redirectUri }: { readonly url: string; readonly redirectUri: string }) {
  const send = async (method: string, path: string, body?: unknown): Promise<Members> => {
    const { status, text } = await exchange(`${url}/_sim${path}`, method, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
  };
  const post = (path: string, body: unknown) => send('POST', path, body);
  return {
    post,
    /** A token of this kind. */
    token: async (kind: string, more: object) => {
      const app = kind === 'instagram' ? '1234567891' : '1234567890';
      const { token } = await post('/tokens', { kind, app, ...more });
      return new AccessToken(String(token));
    },
    /** The code that a person's consent brings, some scopes declined. */
    code: async ({ appId, kind }: GraphApp, wish: { scopes: readonly string[]; decline?: readonly string[] }) => {
      const dialog = kind === 'instagram' ? 'www.instagram.com/oauth/authorize' : 'www.facebook.com/v26.0/dialog/oauth';
      const separator = ',';
      const query = new URLSearchParams({
        client_id: appId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: wish.scopes.join(separator),
        state: 'demo-state',
      });
      const answer = await post('/consent', { url: `https://${dialog}?${query}`, decline: wish.decline ?? [] });
      const code = new URL(String(answer.redirect)).searchParams.get('code');
      if (code === null) throw new Error(`no code in ${answer.redirect}`);
      return code;
    },
    /** A photo that a person sent to a WhatsApp number, by which Meta knows its id from now on; its webhook goes nowhere. */
    photo: async (number: string, id: string) => {
      const image = { id, mime_type: 'image/jpeg', sha256: 'ZmFrZQ==' };
      const messages = [{ from: '15555550199', id: 'wamid.fake', timestamp: '1', type: 'image', image }];
      const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: number }, messages };
      const body = { object: 'whatsapp_business_account', entry: [{ changes: [{ field: 'messages', value }] }] };
      await send('PUT', '/settings', { webhookUrl: 'http://127.0.0.1:9/' });
      await post('/webhooks', { deliveries: [{ body, delayMs: 3_600_000 }] });
      await send('DELETE', '/journal');
      await send('PUT', '/settings', { webhookUrl: null });
    },
    /** What Meta took, whatever became of the answers. */
    sent: async (): Promise<readonly Members[]> => {
      const { data } = await send('GET', '/messages');
      return Array.isArray(data) ? data : [];
    },
    calls: async (): Promise<readonly JournalRow[]> => {
      const { data } = await send('GET', '/calls');
      return Array.isArray(data) ? data : [];
    },
  };
}

function exchange(url: string, method: string, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { 'content-type': 'application/json' }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
