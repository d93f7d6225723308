import { HELD_BYTES_PER_PRINCIPAL_MAX } from '../../limits.js';

/** What one request has kept of its principal's room. */
export interface Room {
  /** False: it is more than there is left. Nothing is kept then. */
  readonly take: (bytes: number) => boolean;
  /** The request is over, and nothing is kept for it any more. */
  readonly leave: () => void;
}

/**
 * What this process keeps for clients that are slow, or pretend to be: bodies that are still coming in, and answers that
 * nobody has read yet. Each principal has room for so much of both, over all of its connections.
 */
export class HeldBytes {
  private readonly byHolder = new Map<string, number>();

  constructor(private readonly bytesMax = HELD_BYTES_PER_PRINCIPAL_MAX) {}

  enter(holder: string): Room {
    let own = 0;
    return {
      take: (bytes) => {
        const held = (this.byHolder.get(holder) ?? 0) + bytes;
        if (held > this.bytesMax) return false;
        own += bytes;
        this.byHolder.set(holder, held);
        return true;
      },
      leave: () => {
        const left = (this.byHolder.get(holder) ?? 0) - own;
        own = 0;
        if (left > 0) this.byHolder.set(holder, left);
        else this.byHolder.delete(holder);
      },
    };
  }
}
