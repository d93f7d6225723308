import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { decrypt, encrypt, type GcmKey, KEY_BYTES, NONCE_BYTES } from './aes-gcm.js';
import { InvalidSealingKeyError, UnknownSealingKeyError, UnsealError } from './sealing.errors.js';

/*
 * A sealed box: anybody with the public key can close it, only the private key opens it. Used where a secret crosses the
 * bus to one service.
 *
 *   csb1.<recipient key id>.<ephemeral X25519 public key>.<ciphertext and tag>        each part base64url
 *
 *   shared = X25519(ephemeral private, recipient public)
 *   key ‖ nonce = HKDF-SHA256(shared, salt = ephemeral public ‖ recipient public, info = "countersign sealed box 1", 44)
 *   ciphertext = AES-256-GCM(key, nonce, plaintext, aad = UTF-8 of the context)
 *
 * Each box has a key of its own, so the derived nonce is never used twice with one. A box does not say who closed it: the
 * bus permissions do. The context keeps a box from being read as another one's answer.
 */
const VERSION = 'csb1';
const INFO = 'countersign sealed box 1';
/** An X25519 public key is the last 32 bytes of its SPKI form (RFC 8410). */
const RAW_KEY_BYTES = 32;

export interface SealingKeyPair {
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
}

export function generateSealingKeyPair(): SealingKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** The public half of a private key from configuration. */
export function toPublicKeyPem(privateKeyPem: string): string {
  return createPublicKey(readKey(privateKeyPem, createPrivateKey)).export({ type: 'spki', format: 'pem' }).toString();
}

/**
 * Seals for the holder of a private key. `context` names what this is for (workspace, integration, request) and must be
 * given again to open. Throws InvalidSealingKeyError unless the PEM is an X25519 public key.
 */
export function sealFor(publicKeyPem: string, plaintext: string | Uint8Array, context: string): string {
  const recipient = readKey(publicKeyPem, createPublicKey);
  const ephemeral = generateKeyPairSync('x25519');
  const ephemeralRaw = toRaw(ephemeral.publicKey);
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient });
  const body = encrypt(deriveKey(shared, ephemeralRaw, toRaw(recipient)), toBytes(plaintext), toBytes(context));
  return [VERSION, toKeyId(recipient), ephemeralRaw.toString('base64url'), body.toString('base64url')].join('.');
}

/**
 * Opens with whichever of the keys the box names: more than one while the recipient's key is rotated.
 * Throws UnknownSealingKeyError or UnsealError.
 */
export function openSealed(privateKeyPems: string | readonly string[], box: string, context: string): Buffer {
  const [version, keyId, ephemeralText, bodyText, ...rest] = box.split('.');
  if (version !== VERSION || !keyId || !ephemeralText || !bodyText || rest.length > 0)
    throw new UnsealError('sealed box');
  const privateKey = findKey(privateKeyPems, keyId);
  const recipientRaw = toRaw(createPublicKey(privateKey));
  try {
    const ephemeralRaw = Buffer.from(ephemeralText, 'base64url');
    // OpenSSL refuses points of small order, whose shared secret everybody knows.
    const shared = diffieHellman({ privateKey, publicKey: fromRaw(ephemeralRaw) });
    const key = deriveKey(shared, ephemeralRaw, recipientRaw);
    return decrypt(key, Buffer.from(bodyText, 'base64url'), toBytes(context));
  } catch (cause) {
    throw new UnsealError('sealed box', { cause });
  }
}

function findKey(privateKeyPems: string | readonly string[], keyId: string): KeyObject {
  const pems = typeof privateKeyPems === 'string' ? [privateKeyPems] : privateKeyPems;
  const found = pems
    .map((pem) => readKey(pem, createPrivateKey))
    .find((key) => toKeyId(createPublicKey(key)) === keyId);
  if (found === undefined) throw new UnknownSealingKeyError(keyId);
  return found;
}

function readKey(pem: string, parse: (pem: string) => KeyObject): KeyObject {
  const key = parsePem(pem, parse);
  if (key.asymmetricKeyType !== 'x25519') throw new InvalidSealingKeyError('the sealing key is not an X25519 key');
  return key;
}

function parsePem(pem: string, parse: (pem: string) => KeyObject): KeyObject {
  try {
    return parse(pem);
  } catch (cause) {
    throw new InvalidSealingKeyError('the sealing key is not a readable key in PEM form', { cause });
  }
}

function deriveKey(shared: Uint8Array, ephemeralRaw: Buffer, recipientRaw: Buffer): GcmKey {
  const salt = Buffer.concat([ephemeralRaw, recipientRaw]);
  const bytes = Buffer.from(hkdfSync('sha256', shared, salt, INFO, KEY_BYTES + NONCE_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), nonce: bytes.subarray(KEY_BYTES) };
}

/** Names a key without describing it; 96 bits, as it only tells a few keys apart. */
function toKeyId(publicKey: KeyObject): string {
  return createHash('sha256').update(toRaw(publicKey)).digest().subarray(0, 12).toString('base64url');
}

function toRaw(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-RAW_KEY_BYTES);
}

function fromRaw(raw: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') }, format: 'jwk' });
}

function toBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
}
