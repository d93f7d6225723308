const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

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
  private isEscaped = false;

  read(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.isInString) this.readInString(byte);
      else if (byte === QUOTE) this.isInString = true;
      else if (byte === COMMA) this.members += 1;
      else if (OPENING.has(byte)) this.open();
      else if (CLOSING.has(byte)) this.depth -= 1;
    }
  }

  /** What follows is another text; the counts go on. */
  startAgain(): void {
    this.depth = 0;
    this.isInString = false;
    this.isEscaped = false;
  }

  private open(): void {
    this.members += 1;
    this.depth += 1;
    if (this.depth > this.deepest) this.deepest = this.depth;
  }

  private readInString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInString = false;
  }
}
