/** From here on ECMAScript, and so RFC 8785, writes a number with an exponent. */
const EXPONENT_NOTATION_FROM = 1e21;

/**
 * Whether a JSON number keeps its meaning as a double. An integer beyond ±(2^53 − 1) does not: 9007199254740993 and
 * 9007199254740992 become one number, so an approval of the one would cover the other. A number written with an exponent
 * and so large that it is written back with one is a floating-point number by intent (limits in schemas: 1.7e308) and passes.
 */
export function isExactNumber(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  return Math.abs(value) >= EXPONENT_NOTATION_FROM && /e/i.test(literal);
}
