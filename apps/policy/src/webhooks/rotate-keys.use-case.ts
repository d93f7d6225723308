import { DomainError } from '@countersign/contracts';
import { type KeyWrapper, openSecret, rewrapSecret, type SealedSecret } from '@countersign/tokens';
import type { SealedWebhook, SealedWebhookRepository } from './sealed-webhook.repository.js';
import { toSealContext } from './webhook-vault.client.js';

/** A row that the service replaces in every one of them is under the service's own current key by then. */
const PASSES_MAX = 5;

export interface KeyUse {
  /** Every secret opens. */
  readonly isReadable: boolean;
  /** With the current key alone. */
  readonly isCurrent: boolean;
}

type Outcome = 'rewrapped' | 'current' | 'moved' | 'unreadable';

/**
 * The rotation of key-encryption keys while the service works: puts every data key under the current one, without opening a
 * secret, and then opens each of them to tell which key that takes. May be ended and begun again at any time.
 */
export class RotateKeys {
  constructor(
    private readonly webhooks: SealedWebhookRepository,
    private readonly wrapper: KeyWrapper,
  ) {}

  /** Returns how many it has changed. What does not open stays as it is, for `check` to name. */
  async rotate(): Promise<number> {
    let rewrapped = 0;
    for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
      let moved = 0;
      for await (const webhook of this.webhooks.all()) {
        const outcome = await this.rewrap(webhook);
        if (outcome === 'rewrapped') rewrapped += 1;
        if (outcome === 'moved') moved += 1;
      }
      if (moved === 0) break;
    }
    return rewrapped;
  }

  /** Says of every secret which key it is under, and names those that do not open. */
  async check(report: (line: string) => void): Promise<KeyUse> {
    const counts = new Map<string, number>();
    let unreadable = 0;
    for await (const webhook of this.webhooks.all()) {
      const keyId = await this.keyOf(webhook, report);
      if (keyId === null) unreadable += 1;
      else counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
    }
    const { currentKeyId } = this.wrapper;
    for (const [keyId, count] of counts) {
      report(`${count} secrets under the key ${keyId}${keyId === currentKeyId ? ', which is current' : ''}`);
    }
    if (counts.size === 0) report('no secrets');
    return { isReadable: unreadable === 0, isCurrent: [...counts.keys()].every((keyId) => keyId === currentKeyId) };
  }

  private async rewrap(webhook: SealedWebhook): Promise<Outcome> {
    const sealed = JSON.parse(webhook.sealed) as SealedSecret;
    const fresh = await unlessUnreadable(rewrapSecret(this.wrapper, sealed, toSealContext(webhook)), () => null);
    if (fresh === null) return 'unreadable';
    if (fresh === sealed) return 'current';
    return (await this.webhooks.replace(webhook, JSON.stringify(fresh))) ? 'rewrapped' : 'moved';
  }

  private async keyOf(webhook: SealedWebhook, report: (line: string) => void): Promise<string | null> {
    const sealed = JSON.parse(webhook.sealed) as SealedSecret;
    const opened = openSecret(this.wrapper, sealed, toSealContext(webhook)).then(() => sealed.dataKey.keyId);
    return unlessUnreadable(opened, ({ code, message }) => {
      report(`cannot be opened: webhook ${webhook.id} of workspace ${webhook.workspaceId} (${code}: ${message})`);
      return null;
    });
  }
}

/** What is wrong with a secret is an answer; everything else is thrown on. */
async function unlessUnreadable<T>(work: Promise<T>, explain: (error: DomainError) => null): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof DomainError) return explain(error);
    throw error;
  });
}
