import { sha256Hex } from '@countersign/canonical-json';
import type { Caller } from '../callers/caller.js';
import type { Copies } from '../copies/copies.js';
import { offeredTools, type Offer } from '../gate/offered-tools.js';
import { OFFERS_KEPT_MAX } from '../limits.js';

/** What one token may see, and a name for exactly that: two lists of one hash show the same. */
export interface OfferList {
  readonly offers: readonly Offer[];
  readonly hash: string;
}

interface Kept extends OfferList {
  readonly revision: number;
}

/**
 * What callers may see, by token: a token's scope, prefix and budget never change. Made anew when any rule of its workspace
 * has moved; a verdict that went from `allow` to `ask` makes another list of the same hash, since both are shown alike.
 */
export class OfferLists {
  private readonly kept = new Map<string, Kept>();
  private size = 0;

  constructor(
    private readonly copies: Copies,
    private readonly keptMax = OFFERS_KEPT_MAX,
  ) {}

  of(caller: Caller): OfferList {
    const revision = this.copies.changes.revisionOf(caller.workspaceId);
    const key = `${caller.workspaceId} ${caller.tokenId}`;
    const known = this.take(key);
    const list = known?.revision === revision ? known : this.make(caller, revision);
    this.keep(key, list);
    return list;
  }

  private make(caller: Caller, revision: number): Kept {
    const offers = offeredTools(this.copies, caller);
    const shown = offers.map(({ exposedName, definitionHash }) => `${exposedName} ${definitionHash}`);
    return { offers, hash: sha256Hex(shown.join('\n')), revision };
  }

  private take(key: string): Kept | undefined {
    const known = this.kept.get(key);
    if (known === undefined) return undefined;
    this.kept.delete(key);
    this.size -= sizeOf(known);
    return known;
  }

  /** The one that was used last is last, so the first is the one that nobody has used for longest. */
  private keep(key: string, list: Kept): void {
    this.kept.set(key, list);
    this.size += sizeOf(list);
    for (const oldest of this.kept.keys()) {
      if (this.size <= this.keptMax || oldest === key) return;
      this.take(oldest);
    }
  }
}

/** Of a token that may see nothing, too, something is kept, and there may be ever new ones. */
function sizeOf({ offers }: OfferList): number {
  return offers.length + 1;
}
