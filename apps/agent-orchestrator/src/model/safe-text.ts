/**
 * What a provider takes: one refuses a whole conversation with half a character in it, and several refuse NUL. A text that
 * came from a tool, a person or a model may have either, and would make every later request fail too.
 */
export function toSafeText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** Every text in a JSON value, names of members too. */
export function toSafeJson(value: unknown): unknown {
  if (typeof value === 'string') return toSafeText(value);
  if (Array.isArray(value)) return value.map(toSafeJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [toSafeText(key), toSafeJson(item)]));
}

/** The longest beginning of a text that has at most so many bytes of UTF-8, without half a character at its end. */
export function cutToBytes(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= bytesMax) return text;
  let end = Math.max(0, bytesMax);
  // Continuation bytes begin with the bits 10.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
