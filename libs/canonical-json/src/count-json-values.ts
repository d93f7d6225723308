const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/**
 * How much a JSON text will be once it is parsed: its arrays, its objects, and the commas between what they hold, which are
 * at least as many as there are members and elements. One pass over UTF-8 bytes that nobody has parsed yet, without
 * recursion and without keeping anything.
 *
 * | text                | count |
 * |---------------------|-------|
 * | `1`, `"[,]"`        | 0     |
 * | `[1,2,3]`           | 3     |
 * | `{"a":1,"b":[]}`    | 3     |
 */
export function countJsonValues(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA || byte === OPEN_BRACKET || byte === OPEN_BRACE) count += 1;
  }
  return count;
}

/** Where the closing quote is, or the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at += 1;
  }
  return bytes.length;
}
