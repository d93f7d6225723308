import { LISTINGS_KEPT_BYTES_MAX } from '../../limits.js';
import type { Listing } from './listing.js';

interface Kept extends Listing {
  readonly untilMs: number;
}

/** What servers have listed, for a while; the one that was kept first goes first when there is no room. */
export class KeptListings {
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;

  constructor(private readonly bytesMax = LISTINGS_KEPT_BYTES_MAX) {}

  find(key: string, nowMs: number): Listing | undefined {
    const known = this.kept.get(key);
    if (known === undefined || nowMs < known.untilMs) return known;
    this.forget(key);
    return undefined;
  }

  keep(key: string, listing: Listing, untilMs: number): void {
    this.forget(key);
    this.kept.set(key, { ...listing, untilMs });
    this.bytes += listing.bytes;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.bytesMax) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.bytes -= this.kept.get(key)?.bytes ?? 0;
    this.kept.delete(key);
  }
}
