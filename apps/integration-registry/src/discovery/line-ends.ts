const LF = 0x0a;
const CR = 0x0d;

/**
 * Ends every line of an event stream with LF, in whatever pieces it comes. The three ends (LF, CR, CRLF) mean the same, and
 * the protocol's client looks for the next one of each kind with every line: a stream of CRs alone would take it minutes.
 */
export class LineEnds {
  private isAfterCr = false;

  unify(bytes: Uint8Array): Uint8Array {
    if (!this.isAfterCr && !bytes.includes(CR)) return bytes;
    const unified = new Uint8Array(bytes.length);
    let length = 0;
    for (const byte of bytes) {
      const isSecondHalf = this.isAfterCr && byte === LF;
      this.isAfterCr = byte === CR;
      if (isSecondHalf) continue;
      unified[length] = byte === CR ? LF : byte;
      length += 1;
    }
    return unified.subarray(0, length);
  }
}
