import { HeldTotal } from '../../held-total.js';
import { HELD_BODIES_SHARE_MAX, HELD_BYTES_PER_PRINCIPAL_MAX } from '../../limits.js';

/** `principal_full`: its own room is used up, or was given back when its request ended. `all_full`: what this process keeps for all of them. Nothing is kept then. */
export type Taken = 'taken' | 'principal_full' | 'all_full';

/** What one request has kept of its principal's room, and of everybody's. */
export interface Room {
  /** Of a body that is coming in, until its request is over: it is read, waits for a person, or is being answered. */
  readonly takeBody: (bytes: number) => Taken;
  /** Of an answer that goes out. */
  readonly takeAnswer: (bytes: number) => Taken;
  /** So much of its stream has not been read yet, instead of what was said before. */
  readonly holdStream: (bytes: number) => Taken;
  /** The request is over, and nothing is kept for it any more. */
  readonly leave: () => void;
}

/**
 * What this process keeps for clients that are slow, or pretend to be: bodies that are still coming in or whose requests
 * wait, and answers that nobody has read yet. Each principal has room for so much of both, over all of its connections, and
 * all of them together have room that the process can spare, of which bodies leave a part to the answers of what is executed.
 */
export class HeldBytes {
  private readonly byHolder = new Map<string, number>();

  constructor(
    private readonly total = new HeldTotal(),
    private readonly perHolder = HELD_BYTES_PER_PRINCIPAL_MAX,
  ) {}

  enter(holder: string): Room {
    let [own, ofStream] = [0, 0];
    let hasLeft = false;
    const take = (bytes: number, share: number): Taken => {
      // The answer of a call whose client has gone comes after its request is over: nobody would give its room back.
      if (hasLeft) return 'principal_full';
      const taken = this.take(holder, bytes, share);
      if (taken === 'taken') own += bytes;
      return taken;
    };
    return {
      takeBody: (bytes) => take(bytes, HELD_BODIES_SHARE_MAX),
      takeAnswer: (bytes) => take(bytes, 1),
      holdStream: (bytes) => {
        const taken = take(bytes - ofStream, 1);
        if (taken === 'taken') ofStream = bytes;
        return taken;
      },
      leave: () => {
        this.add(holder, -own);
        [own, ofStream] = [0, 0];
        hasLeft = true;
      },
    };
  }

  private take(holder: string, bytes: number, share: number): Taken {
    if (bytes > 0 && this.heldBy(holder) + bytes > this.perHolder) return 'principal_full';
    if (bytes > 0 && !this.total.hasRoom(bytes, share)) return 'all_full';
    this.add(holder, bytes);
    return 'taken';
  }

  private add(holder: string, bytes: number): void {
    this.total.add(bytes);
    const held = this.heldBy(holder) + bytes;
    if (held > 0) this.byHolder.set(holder, held);
    else this.byHolder.delete(holder);
  }

  private heldBy(holder: string): number {
    return this.byHolder.get(holder) ?? 0;
  }
}
