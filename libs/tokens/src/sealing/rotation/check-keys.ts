import type { KeyWrapper } from '../key-wrapper.js';
import { openSecret } from '../sealed-secret.js';
import { readSealed } from './read-sealed.js';
import { findSealProblem, type SealProblem } from './seal-problem.js';
import type { SecretStore, StoredSecret } from './stored-secret.js';

export interface KeyUse {
  /** Secrets by the key that they are under; those that do not open are not counted. */
  readonly secretsByKey: ReadonlyMap<string, number>;
  readonly problems: readonly SealProblem[];
}

/** Opens every secret, and says which key that took: what nothing is under any more can be dropped. Writes nothing. */
export class CheckKeys {
  constructor(
    private readonly store: SecretStore<StoredSecret>,
    private readonly wrapper: KeyWrapper,
  ) {}

  async execute(): Promise<KeyUse> {
    const secretsByKey = new Map<string, number>();
    const problems: SealProblem[] = [];
    for await (const secret of this.store.all()) {
      const problem = await findSealProblem(secret, async () => {
        const keyId = await this.keyOf(secret);
        secretsByKey.set(keyId, (secretsByKey.get(keyId) ?? 0) + 1);
      });
      if (problem !== null) problems.push(problem);
    }
    return { secretsByKey, problems };
  }

  private async keyOf({ sealed: text, context }: StoredSecret): Promise<string> {
    const sealed = readSealed(text);
    await openSecret(this.wrapper, sealed, context);
    return sealed.dataKey.keyId;
  }
}
