import { RELAYED_BYTES_MAX } from '../../limits.js';

/** What servers may still say to one client during one of its requests, beside the answer. */
export class RelayBudget {
  private bytes = 0;

  /** False: it is more than there is left, and is not said. */
  spend(bytes: number): boolean {
    if (this.bytes + bytes > RELAYED_BYTES_MAX) return false;
    this.bytes += bytes;
    return true;
  }
}
