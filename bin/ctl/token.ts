import * as z from 'zod';
import { type Target, workspaceOf } from './target.ts';
import { CtlError, type Words } from './words.ts';

const Reply = z.object({ access_token: z.string() });

/** Prints a fresh access token with all scopes from the local issuer. */
export async function token({ local, ...target }: Target, { flags }: Words): Promise<void> {
  if (local?.issuerClientSecret === undefined) throw new CtlError('Tokens of a real stage come from your own issuer.');
  const workspace = workspaceOf({ ...target, local }, flags.workspace);
  const basic = Buffer.from(`${workspace}:${local.issuerClientSecret}`).toString('base64');
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'read write send admin' });
  const reply = await fetch(`${local.issuerUrl}/token`, {
    method: 'POST',
    body,
    headers: { authorization: `Basic ${basic}` },
  });
  if (!reply.ok) throw new CtlError(`The local issuer refused: HTTP ${reply.status}.`);
  process.stdout.write(`${Reply.parse(await reply.json()).access_token}\n`);
}
