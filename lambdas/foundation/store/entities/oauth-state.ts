import * as z from 'zod/mini';
import { nobody } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';
import { platforms } from './connection.ts';

/** What was asked for when a consent began. `createdAt` ISO-8601, `expiresAt` whole Unix seconds. */
export const OauthStateRow = defineEntity('oauthState', {
  table: 'ledger',
  schema: () =>
    z.object({
      /** SHA-256 of the state, lower-case hex: who reads the table cannot finish a consent. */
      stateHash: z.string(),
      workspace: z.string(),
      /** Whose token asked, and so who the connection is created by. */
      subject: z.string(),
      platform: z.enum(platforms),
      features: z.array(z.string()),
      /** Scopes that the dialog asks for. */
      asked: z.array(z.string()),
      returnTo: z.string(),
      appId: z.string(),
      /** Byte for byte what the code is exchanged with. */
      redirectUri: z.string(),
      configId: z.nullable(z.string()),
      pkceVerifier: z.nullable(z.string()),
      /** SHA-256 of the cookie of the browser that began; null until it has. */
      browserHash: z.nullable(z.string()),
      createdAt: z.string(),
      expiresAt: z.number(),
    }),
  named: { pk: ['-', 'stateHash'], sk: ['state'] },
  parts: ({ stateHash }: { readonly stateHash: string }) => ({ pk: [nobody, stateHash], sk: ['state'] }),
  inKey: ['stateHash'],
  ofParts: ([, stateHash]) => ({ stateHash }),
  lives: '10 minutes',
});

/** A consent under way. */
export type OauthState = z.infer<(typeof OauthStateRow)['schema']>;
