import { randomBytes } from 'node:crypto';
import type { Caller } from '../../callers/caller.js';
import { SESSION_AGE_MS_MAX, SESSIONS_REMEMBERED_MAX } from '../../limits.js';
import { Sealer } from '../relay/sealer.host.js';
import { holderOf, readSession, writeSession, type LegacySession } from './legacy-session.js';

/*
 * A legacy session's id *is* its state, sealed: every replica opens it, after a restart too, and none has to keep it.
 *
 *   s1.<sealed state>
 *
 * With another sealing key all sessions end, and clients begin new ones.
 */
const VERSION = 's1';
const PURPOSE = 'countersign mcp session 1';
const UNIQUE_BYTES = 9;
/** Ours have less than half of it. */
const ID_LENGTH_MAX = 1_024;

/**
 * Issues and opens the ids of legacy sessions. `end` is a client's courtesy: this process forgets the session and closes
 * its stream, and so it is 404 here; another replica, or this one after a restart, would take the id until it is too old.
 * Nothing depends on it, since an id opens nothing without the bearer token of its principal.
 */
export class SessionIds {
  private readonly sealer: Sealer;
  private readonly opened = new Map<string, { readonly holder: string; readonly session: LegacySession }>();
  private readonly ended = new Set<string>();

  constructor(sealingPrivateKeyPem: string) {
    this.sealer = new Sealer(sealingPrivateKeyPem, PURPOSE);
  }

  issue(caller: Caller, session: Omit<LegacySession, 'issuedAtMs'>): string {
    const unique = randomBytes(UNIQUE_BYTES).toString('base64url');
    const text = writeSession({ ...session, issuedAtMs: Date.now() }, holderOf(caller), unique);
    return `${VERSION}.${this.sealer.seal(text, VERSION)}`;
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
    const text = this.sealer.open(id.slice(VERSION.length + 1), VERSION);
    return text === undefined ? undefined : readSession(text, holder);
  }
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (kept.size >= SESSIONS_REMEMBERED_MAX && oldest !== undefined) kept.delete(oldest);
}
