import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';
import type { Caller } from '../../callers/caller.js';
import { SESSION_AGE_MS_MAX, SESSIONS_REMEMBERED_MAX } from '../../limits.js';
import { holderOf, readSession, writeSession, type LegacySession } from './legacy-session.js';

/*
 * A legacy session's id *is* its state, sealed: every replica opens it, after a restart too, and none has to keep it.
 *
 *   s1.<base64url of nonce ‖ ciphertext ‖ tag>
 *
 *   key = HKDF-SHA256(the router's sealing private key, info = "countersign mcp session 1")
 *   ciphertext = AES-256-GCM(key, random nonce, state, aad = "s1")
 *
 * Random nonces of 96 bits are good for some 2^32 sessions under one key. With another sealing key all sessions end, and
 * clients begin new ones.
 */
const VERSION = 's1';
const INFO = 'countersign mcp session 1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const UNIQUE_BYTES = 9;
/** Ours have less than half of it. */
const ID_LENGTH_MAX = 1_024;

/**
 * Issues and opens the ids of legacy sessions. `end` is a client's courtesy: this process forgets the session and closes
 * its stream, and so it is 404 here; another replica, or this one after a restart, would take the id until it is too old.
 * Nothing depends on it, since an id opens nothing without the bearer token of its principal.
 */
export class SessionIds {
  private readonly key: Uint8Array;
  private readonly opened = new Map<string, { readonly holder: string; readonly session: LegacySession }>();
  private readonly ended = new Set<string>();

  constructor(sealingPrivateKeyPem: string) {
    const secret = createPrivateKey(sealingPrivateKeyPem).export({ type: 'pkcs8', format: 'der' });
    this.key = new Uint8Array(hkdfSync('sha256', secret, '', INFO, 32));
  }

  issue(caller: Caller, session: Omit<LegacySession, 'issuedAtMs'>): string {
    const unique = randomBytes(UNIQUE_BYTES).toString('base64url');
    const text = writeSession({ ...session, issuedAtMs: Date.now() }, holderOf(caller), unique);
    return `${VERSION}.${this.seal(text).toString('base64url')}`;
  }

  /** @returns undefined for one that is not ours, not this principal's, too old, or ended */
  find(caller: Caller, id: string): LegacySession | undefined {
    if (id.length > ID_LENGTH_MAX || this.ended.has(id)) return undefined;
    const holder = holderOf(caller);
    const known = this.opened.get(id);
    const session = known === undefined ? this.open(id, holder) : known.holder === holder ? known.session : undefined;
    if (session === undefined || Date.now() - session.issuedAtMs > SESSION_AGE_MS_MAX) return undefined;
    if (known === undefined) {
      forgetOldest(this.opened);
      this.opened.set(id, { holder, session });
    }
    return session;
  }

  end(id: string): void {
    forgetOldest(this.ended);
    this.ended.add(id);
    this.opened.delete(id);
  }

  private open(id: string, holder: string): LegacySession | undefined {
    if (!id.startsWith(`${VERSION}.`)) return undefined;
    const text = this.unseal(Buffer.from(id.slice(VERSION.length + 1), 'base64url'));
    return text === undefined ? undefined : readSession(text, holder);
  }

  private seal(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(VERSION));
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  private unseal(sealed: Buffer): string | undefined {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const [nonce, tag] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(-TAG_BYTES)];
    const decipher = createDecipheriv('aes-256-gcm', this.key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(VERSION));
    decipher.setAuthTag(tag);
    try {
      const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return text.toString('utf8');
    } catch {
      // Not sealed with this key, or changed since: which of the two is nobody's business.
      return undefined;
    }
  }
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (kept.size >= SESSIONS_REMEMBERED_MAX && oldest !== undefined) kept.delete(oldest);
}
