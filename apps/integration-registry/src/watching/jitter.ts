/** A fifth, up or down: what began together drifts apart, and nobody notices the difference. */
const SPREAD = 0.2;

/** @param random from 0 to 1 */
export function jittered(ms: number, random: number): number {
  return Math.round(ms * (1 - SPREAD + 2 * SPREAD * random));
}
