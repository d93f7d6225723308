import type { KeyWrapper } from '../key-wrapper.js';
import { rewrapSecret } from '../sealed-secret.js';
import { readSealed } from './read-sealed.js';
import { findSealProblem } from './seal-problem.js';
import type { SecretStore, StoredSecret } from './stored-secret.js';

/** A secret that the service replaces in every one of them is under the service's own current key by then. */
const PASSES_MAX = 5;
const ROWS_PER_PROGRESS = 1_000;

type Outcome = 'rewrapped' | 'current' | 'moved' | 'unreadable';

/**
 * Puts every data key under the current key-encryption key, while the service reads and writes. No secret is decrypted, and
 * nothing else of a row changes. It may be ended and begun again at any time.
 */
export class RotateKeys<S extends StoredSecret> {
  constructor(
    private readonly store: SecretStore<S>,
    private readonly wrapper: KeyWrapper,
  ) {}

  /** Returns how many it has changed. Rows that do not open stay as they are, for CheckKeys to name. */
  async execute(report: (line: string) => void): Promise<number> {
    let rewrapped = 0;
    for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
      const counts = await this.pass(report);
      rewrapped += counts.rewrapped;
      if (counts.moved === 0) break;
    }
    return rewrapped;
  }

  private async pass(report: (line: string) => void): Promise<Record<Outcome, number>> {
    const counts = { rewrapped: 0, current: 0, moved: 0, unreadable: 0 };
    let seen = 0;
    for await (const secret of this.store.all()) {
      counts[await this.rewrap(secret)] += 1;
      seen += 1;
      if (seen % ROWS_PER_PROGRESS === 0) report(`looked at ${seen} secrets, re-wrapped ${counts.rewrapped}`);
    }
    return counts;
  }

  private async rewrap(secret: S): Promise<Outcome> {
    let rewrapped: string | null = null;
    const problem = await findSealProblem(secret, async () => {
      const sealed = readSealed(secret.sealed);
      const fresh = await rewrapSecret(this.wrapper, sealed, secret.context);
      rewrapped = fresh === sealed ? null : JSON.stringify(fresh);
    });
    if (problem !== null) return 'unreadable';
    if (rewrapped === null) return 'current';
    return (await this.store.replace(secret, rewrapped)) ? 'rewrapped' : 'moved';
  }
}
