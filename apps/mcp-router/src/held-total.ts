import { HELD_BYTES_MAX } from './limits.js';

/** What this process keeps for others, clients and servers together: one number, since the memory is one. */
export class HeldTotal {
  private held = 0;

  constructor(private readonly bytesMax = HELD_BYTES_MAX) {}

  get bytes(): number {
    return this.held;
  }

  /** `share`: of all of it, to whom not everything is open. */
  hasRoom(bytes: number, share = 1): boolean {
    return this.held + bytes <= this.bytesMax * share;
  }

  /** Less than nothing gives back. */
  add(bytes: number): void {
    this.held += bytes;
  }
}
