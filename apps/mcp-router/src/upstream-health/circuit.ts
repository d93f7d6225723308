/**
 * Whether an integration is worth a try, by what became of the last ones.
 *
 * | state       | a try                                          | becomes                                              |
 * |-------------|------------------------------------------------|------------------------------------------------------|
 * | `closed`    | is made                                        | `open` after CIRCUIT_FAILURES_MAX failures in a row  |
 * | `open`      | is refused until the time is over              | `half_open` then                                     |
 * | `half_open` | is made by one at a time, or per probe's time  | `closed` if it succeeds, `open` for twice as long if not |
 *
 * A failure is a server that is not there or answers with HTTP 5xx. What a tool answers, errors too, is a success.
 */
import { CIRCUIT_FAILURES_MAX, CIRCUIT_OPEN_MS, CIRCUIT_OPEN_MS_MAX, CIRCUIT_PROBE_MS_MAX } from '../limits.js';

export type CircuitState = 'closed' | 'half_open' | 'open';

/** Times in milliseconds of whatever clock the caller has. */
export class Circuit {
  private failures = 0;
  private openings = 0;
  private openUntilMs: number | null = null;
  /** Of the one that is let through. */
  private probeSinceMs: number | null = null;
  private reason: string | null = null;

  /** False: not now. True: whoever asked must say how it ended, by one of the three below. */
  tryPass(nowMs: number): boolean {
    const state = this.stateAt(nowMs);
    if (state === 'open' || (state === 'half_open' && this.isProbing(nowMs))) return false;
    if (state === 'half_open') this.probeSinceMs = nowMs;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
    this.openings = 0;
    this.openUntilMs = null;
    this.probeSinceMs = null;
    this.reason = null;
  }

  failed(reason: string, nowMs: number): void {
    const isProbe = this.stateAt(nowMs) === 'half_open';
    this.failures += 1;
    this.reason = reason;
    this.probeSinceMs = null;
    if (!isProbe && (this.openUntilMs !== null || this.failures < CIRCUIT_FAILURES_MAX)) return;
    this.openUntilMs = nowMs + Math.min(CIRCUIT_OPEN_MS * 2 ** this.openings, CIRCUIT_OPEN_MS_MAX);
    this.openings += 1;
  }

  /** It ended without saying anything about the server. */
  ended(): void {
    this.probeSinceMs = null;
  }

  stateAt(nowMs: number): CircuitState {
    if (this.openUntilMs === null) return 'closed';
    const waitMs = this.openUntilMs - nowMs;
    // Longer than was ever said: the clock was set back.
    return waitMs > 0 && waitMs <= CIRCUIT_OPEN_MS_MAX ? 'open' : 'half_open';
  }

  /** A tool may work for minutes, or its call never come back: the one that was let through holds up nobody for that long. */
  private isProbing(nowMs: number): boolean {
    return this.probeSinceMs !== null && Math.abs(nowMs - this.probeSinceMs) < CIRCUIT_PROBE_MS_MAX;
  }

  /** `reason`: of the last failure. */
  get told(): { readonly failures: number; readonly reason: string | null; readonly openUntilMs: number | null } {
    return { failures: this.failures, reason: this.reason, openUntilMs: this.openUntilMs };
  }
}
