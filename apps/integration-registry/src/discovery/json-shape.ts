const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = 1;
const CLOSING = 2;
const SEPARATING = 3;
const QUOTING = 4;

/** What a byte means outside of a string. A table, because every byte of every answer is looked up. */
const MEANINGS = new Uint8Array(256);
for (const [character, meaning] of Object.entries({
  '[': OPENING,
  '{': OPENING,
  ']': CLOSING,
  '}': CLOSING,
  ',': SEPARATING,
})) {
  MEANINGS[character.charCodeAt(0)] = meaning;
}
MEANINGS[QUOTE] = QUOTING;

/**
 * How deep and how large JSON is, told from its bytes as they come: what would fill the memory or a stack is known before
 * anything parses it. Says nothing about whether it is well-formed.
 */
export class JsonShape {
  /** Arrays and objects that were open at once, at most. */
  deepest = 0;
  /** Arrays, objects, and commas between what they hold. */
  members = 0;
  private depth = 0;
  private isInString = false;
  /** The piece before ended within a string, in a backslash that was not escaped itself. */
  private isEscaped = false;

  read(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) at = this.isInString ? this.readString(bytes, at) : this.readStructure(bytes, at);
  }

  /** What follows is another text; the counts go on. */
  startAgain(): void {
    this.depth = 0;
    this.isInString = false;
    this.isEscaped = false;
  }

  /** Up to the next string; returns where that begins. */
  private readStructure(bytes: Uint8Array, start: number): number {
    for (let at = start; at < bytes.length; at += 1) {
      const meaning = MEANINGS[bytes[at] ?? 0];
      if (meaning === 0) continue;
      if (meaning === QUOTING) {
        this.isInString = true;
        return at + 1;
      }
      if (meaning === CLOSING) this.depth -= 1;
      else this.count(meaning === OPENING);
    }
    return bytes.length;
  }

  private count(isOpening: boolean): void {
    this.members += 1;
    if (!isOpening) return;
    this.depth += 1;
    if (this.depth > this.deepest) this.deepest = this.depth;
  }

  /** Up to the end of the string; returns where that is. */
  private readString(bytes: Uint8Array, start: number): number {
    for (let at = bytes.indexOf(QUOTE, start); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
      if (this.isEscapedAt(bytes, start, at)) continue;
      this.isInString = false;
      this.isEscaped = false;
      return at + 1;
    }
    this.isEscaped = this.isEscapedAt(bytes, start, bytes.length);
    return bytes.length;
  }

  /** Whether the backslashes before it, back to the beginning of the piece, are odd in number. */
  private isEscapedAt(bytes: Uint8Array, start: number, at: number): boolean {
    let first = at;
    while (first > start && bytes[first - 1] === BACKSLASH) first -= 1;
    const isOdd = (at - first) % 2 === 1;
    return first === start ? isOdd !== this.isEscaped : isOdd;
  }
}
