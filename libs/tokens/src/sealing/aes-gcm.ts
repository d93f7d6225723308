import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-256-GCM, with the tag behind the ciphertext as RFC 5116 has it. */
export const KEY_BYTES = 32;
/** The size GCM is made for; any other is hashed first and loses its guarantees. */
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface GcmKey {
  readonly key: Uint8Array;
  /** Never twice with the same key. */
  readonly nonce: Uint8Array;
}

export function encrypt({ key, nonce }: GcmKey, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Throws a plain Error when the bytes, the key or the associated data are not those of `encrypt`. */
export function decrypt({ key, nonce }: GcmKey, sealed: Uint8Array, aad: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES) throw new Error('shorter than its tag');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
}
