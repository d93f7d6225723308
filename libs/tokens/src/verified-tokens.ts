import { hash } from 'node:crypto';
import type { KeyRing } from './key-ring.js';
import { CLOCK_TOLERANCE_SECONDS } from './standard-claims.js';

export interface VerifiedTokensOptions {
  /**
   * Of all tokens together, since what is kept of a token is about as long as it is: a run token may name hundreds of tools.
   */
  readonly charactersMax: number;
  /** By which tokens are verified, where they can be replaced. */
  readonly keys?: Pick<KeyRing, 'version'>;
  /** The clock, for tests; the process's own otherwise. */
  readonly now?: () => Date;
}

/** What a verification gave, and until when it holds. */
export interface Verified<T> {
  readonly value: T;
  /** As in the token: seconds since 1970. */
  readonly exp: number;
}

interface Kept<T> extends Verified<T> {
  readonly characters: number;
}

/**
 * Remembers what tokens were found to say, until they expire: an ES256 signature costs 0.1 ms and never changes. Only good
 * tokens are remembered, by their SHA-256, so that neither a heap dump nor a flood of bad ones finds anything here. It knows
 * nothing of revocation: who uses it asks for that every time. When the keys are replaced, all of it is forgotten.
 */
export class VerifiedTokens<T> {
  private readonly kept = new Map<string, Kept<T>>();
  private characters = 0;
  private keysVersion: number | undefined;

  constructor(private readonly options: VerifiedTokensOptions) {
    this.keysVersion = options.keys?.version;
  }

  /** @param verify throws for a token that is not good. Nothing is remembered then */
  of(token: string, verify: (token: string) => Verified<T>): T {
    if (this.keysVersion !== this.options.keys?.version) this.forgetAll();
    const key = hash('sha256', token, 'base64');
    const known = this.kept.get(key);
    if (known !== undefined) {
      this.forget(key, known);
      if (this.isAlive(known)) return this.keep(key, known);
    }
    return this.keep(key, { ...verify(token), characters: token.length });
  }

  /** The one that was used last is last, so the first is the one that nobody has used for longest. */
  private keep(key: string, verified: Kept<T>): T {
    this.kept.set(key, verified);
    this.characters += verified.characters;
    for (const [oldest, other] of this.kept) {
      if (this.characters <= this.options.charactersMax) break;
      this.forget(oldest, other);
    }
    return verified.value;
  }

  private forgetAll(): void {
    this.kept.clear();
    this.characters = 0;
    this.keysVersion = this.options.keys?.version;
  }

  private forget(key: string, { characters }: Kept<T>): void {
    if (this.kept.delete(key)) this.characters -= characters;
  }

  /** By the rule of the verification itself. */
  private isAlive({ exp }: Kept<T>): boolean {
    const nowMs = this.options.now?.().getTime() ?? Date.now();
    return nowMs / 1_000 < exp + CLOCK_TOLERANCE_SECONDS;
  }
}
