import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Failure } from '../core/failure.ts';
import { joinParts } from './key-parts.ts';
import type { TokenRef } from './token-vault.ts';

/** NIST SP 800-38D: 96 random bits a seal, and the full tag of 128. */
const nonceBytes = 12;
const tagBytes = 16;

/** Goes into every seal, so that another way of sealing can follow beside this one. */
const sealVersion = '1';

/** What is sealed is bound to whom it speaks for: opened under another ref it does not authenticate. */
const boundTo = ({ workspace, connectionId, kind, subject }: TokenRef) =>
  Buffer.from(joinParts([sealVersion, workspace, connectionId, kind, subject]), 'latin1');

/** Seals a text under a key of 32 bytes: nonce, ciphertext and tag in one. A key may seal 2^32 times (SP 800-38D §8.3). */
export function sealText(key: Uint8Array, ref: TokenRef, text: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(ref));
  return new Uint8Array(Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]));
}

/** Opens what `sealText` sealed for this ref; throws `Failure` `bug` when it was changed, or sealed for another. */
export function openText(key: Uint8Array, ref: TokenRef, sealed: Uint8Array): string {
  const [body, tag] = [sealed.subarray(nonceBytes, -tagBytes), sealed.subarray(-tagBytes)];
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(boundTo(ref)).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    throw new Failure('bug', 'a sealed token does not open');
  }
}
