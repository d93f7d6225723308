/**
 * Of a body that comes in parts, how many are kept as they came before they are put together. A part may be a single byte,
 * and what Node keeps of each is a hundred times that: a limit in bytes would bound a tenth of a per cent of the memory.
 */
const LOOSE_PARTS_MAX = 1_024;

/** A body while it comes in, in about as much memory as it has bytes. */
export class BodyParts {
  private readonly joined: Buffer[] = [];
  private loose: Buffer[] = [];

  push(part: Buffer): void {
    if (this.loose.push(part) < LOOSE_PARTS_MAX) return;
    this.joined.push(Buffer.concat(this.loose));
    this.loose = [];
  }

  /** Most bodies are one part, which is not copied. */
  join(): Buffer {
    const parts = [...this.joined, ...this.loose];
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }
}
