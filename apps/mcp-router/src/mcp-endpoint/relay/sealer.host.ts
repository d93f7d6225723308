import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what goes out and must come back as it was: to every replica, after a restart too, and kept by none.
 *
 *   base64url of nonce ‖ ciphertext ‖ tag
 *
 *   key = HKDF-SHA256(the router's sealing private key, info = purpose)
 *   ciphertext = AES-256-GCM(key, random nonce, text, aad = context)
 *
 * Whoever brings it back must name the same context: what it was sealed for is proven by its opening, and stands nowhere.
 * Random nonces of 96 bits are good for some 2^32 texts under one key.
 */
export class Sealer {
  private readonly key: Uint8Array;

  constructor(sealingPrivateKeyPem: string, purpose: string) {
    const secret = createPrivateKey(sealingPrivateKeyPem).export({ type: 'pkcs8', format: 'der' });
    this.key = new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
  }

  seal(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    );
  }

  /** @returns undefined for what was not sealed with this key, for this context, or has been changed since */
  open(text: string, context: string): string | undefined {
    const sealed = Buffer.from(text, 'base64url');
    // Text that decodes to the same bytes and is another one was not written by us.
    if (sealed.length < NONCE_BYTES + TAG_BYTES || sealed.toString('base64url') !== text) return undefined;
    const [nonce, tag] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(-TAG_BYTES)];
    const decipher = createDecipheriv('aes-256-gcm', this.key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(tag);
    try {
      const opened = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return opened.toString('utf8');
    } catch {
      // Which of the three it is, is nobody's business.
      return undefined;
    }
  }
}
