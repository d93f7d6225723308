import { randomBytes } from 'node:crypto';
import { decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from './aes-gcm.js';
import { InvalidSealingKeyError, UnknownSealingKeyError, UnsealError } from './sealing.errors.js';

/** A data key as it is stored: under a key-encryption key that is somewhere else. */
export interface WrappedKey {
  readonly keyId: string;
  /** base64url. */
  readonly wrapped: string;
}

/**
 * Where the key-encryption keys live. A key management service fits behind it: the data key goes out to be wrapped, the
 * key-encryption key never comes in.
 */
export interface KeyWrapper {
  /** What new secrets are wrapped with. */
  readonly currentKeyId: string;
  /** Always with the current key. */
  wrap(dataKey: Uint8Array, aad: Uint8Array): Promise<WrappedKey>;
  /** Throws UnknownSealingKeyError or UnsealError. */
  unwrap(wrapped: WrappedKey, aad: Uint8Array): Promise<Uint8Array>;
}

/** Key-encryption keys in memory, from a file or the environment. The first one is current; the others only unwrap. */
export function createLocalKeyWrapper(keys: ReadonlyMap<string, Uint8Array>): KeyWrapper {
  const [first] = keys;
  if (first === undefined) throw new InvalidSealingKeyError('no key-encryption key is configured');
  const [currentKeyId, currentKey] = first;
  return {
    currentKeyId,
    wrap: (dataKey, aad) => Promise.resolve({ keyId: currentKeyId, wrapped: wrapWith(currentKey, dataKey, aad) }),
    unwrap: (wrapped, aad) => Promise.resolve().then(() => unwrapWith(keys.get(wrapped.keyId), wrapped, aad)),
  };
}

/** Fewer than 2^32 random nonces per key keep GCM safe (NIST SP 800-38D §8.3): a secret is wrapped once per change. */
function wrapWith(key: Uint8Array, dataKey: Uint8Array, aad: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([nonce, encrypt({ key, nonce }, dataKey, aad)]).toString('base64url');
}

function unwrapWith(key: Uint8Array | undefined, { keyId, wrapped }: WrappedKey, aad: Uint8Array): Uint8Array {
  if (key === undefined) throw new UnknownSealingKeyError(keyId);
  const bytes = Buffer.from(wrapped, 'base64url');
  try {
    return decrypt({ key, nonce: bytes.subarray(0, NONCE_BYTES) }, bytes.subarray(NONCE_BYTES), aad);
  } catch (cause) {
    throw new UnsealError('secret', { cause });
  }
}

const ENTRY = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Key-encryption keys as an operator writes them: `<id>:<32 bytes in base64>`, separated by commas or line breaks, the
 * current one first. Throws InvalidSealingKeyError, naming the entry by its position because its text is a secret.
 */
export function parseKeyEncryptionKeys(text: string): ReadonlyMap<string, Uint8Array> {
  const keys = new Map<string, Uint8Array>();
  const entries = text.split(/[,\n]/).map((entry) => entry.trim());
  for (const [index, entry] of entries.filter((entry) => entry !== '').entries()) {
    const [, id, base64] = ENTRY.exec(entry) ?? [];
    if (id === undefined || base64 === undefined) {
      throw new InvalidSealingKeyError(`key-encryption key ${index + 1} is not <id>:<32 bytes in base64>`);
    }
    if (keys.has(id)) throw new InvalidSealingKeyError(`two key-encryption keys have the id ${id}`);
    keys.set(id, Buffer.from(base64, 'base64'));
  }
  return keys;
}

/** A new key-encryption key in the form that `parseKeyEncryptionKeys` reads. */
export function generateKeyEncryptionKey(id: string): string {
  return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;
}
