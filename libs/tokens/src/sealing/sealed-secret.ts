import { randomBytes } from 'node:crypto';
import { canonicalJson } from '@countersign/canonical-json';
import { decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from './aes-gcm.js';
import type { KeyWrapper, WrappedKey } from './key-wrapper.js';
import { UnsealError } from './sealing.errors.js';

/** Whose secret it is. Associated data of both ciphers, so a row that was swapped or put back does not open. */
export interface SecretContext {
  readonly workspace: string;
  readonly integration: string;
  /** Moves with every change of the secret. */
  readonly version: number;
  /** Tells two secrets of one integration and version apart: `headers`, `oauth`. */
  readonly purpose?: string;
}

/** A secret at rest; plain JSON for a column. */
export interface SealedSecret {
  readonly v: 1;
  readonly dataKey: WrappedKey;
  /** Nonce, ciphertext and tag; base64url. */
  readonly box: string;
}

/** Encrypts under a data key of its own and wraps that with the current key-encryption key. */
export async function sealSecret(
  wrapper: KeyWrapper,
  plaintext: string,
  context: SecretContext,
): Promise<SealedSecret> {
  const [key, nonce] = [randomBytes(KEY_BYTES), randomBytes(NONCE_BYTES)];
  const body = encrypt({ key, nonce }, Buffer.from(plaintext, 'utf8'), toAad('secret', context));
  const dataKey = await wrapper.wrap(key, toAad('data key', context));
  return { v: 1, dataKey, box: Buffer.concat([nonce, body]).toString('base64url') };
}

/** Throws UnknownSealingKeyError, or UnsealError for another context, changed bytes or an unknown version. */
export async function openSecret(wrapper: KeyWrapper, sealed: SealedSecret, context: SecretContext): Promise<string> {
  assertReadable(sealed);
  const key = await wrapper.unwrap(sealed.dataKey, toAad('data key', context));
  const bytes = Buffer.from(sealed.box, 'base64url');
  try {
    const gcmKey = { key, nonce: bytes.subarray(0, NONCE_BYTES) };
    return decrypt(gcmKey, bytes.subarray(NONCE_BYTES), toAad('secret', context)).toString('utf8');
  } catch (cause) {
    throw new UnsealError('secret', { cause });
  }
}

/**
 * The rotation of key-encryption keys: the same secret, its data key under the current one. The secret itself is not
 * decrypted, and a secret that is current already comes back as it is.
 */
export async function rewrapSecret(
  wrapper: KeyWrapper,
  sealed: SealedSecret,
  context: SecretContext,
): Promise<SealedSecret> {
  assertReadable(sealed);
  if (sealed.dataKey.keyId === wrapper.currentKeyId) return sealed;
  const key = await wrapper.unwrap(sealed.dataKey, toAad('data key', context));
  return { ...sealed, dataKey: await wrapper.wrap(key, toAad('data key', context)) };
}

/** The column may hold what a newer release, a person or a broken restore wrote. */
function assertReadable(sealed: SealedSecret): void {
  const { v, box, dataKey } = (sealed ?? {}) as Partial<SealedSecret>;
  if (v !== 1 || typeof box !== 'string') throw new UnsealError('secret');
  if (typeof dataKey?.keyId !== 'string' || typeof dataKey.wrapped !== 'string') throw new UnsealError('secret');
}

function toAad(role: 'secret' | 'data key', context: SecretContext): Uint8Array {
  const { workspace, integration, version, purpose = '' } = context;
  return Buffer.from(canonicalJson({ role, workspace, integration, version, purpose }), 'utf8');
}
