const RANDOM_BYTES = 16;

/** For the header `Idempotency-Key` of a write that may be sent again. `crypto.randomUUID` is missing in browsers on plain http. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
