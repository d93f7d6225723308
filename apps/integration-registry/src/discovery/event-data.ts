const LF = 0x0a;
/** A mark that text decoders drop at the very beginning. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const DATA_FIELD = [0x64, 0x61, 0x74, 0x61, 0x3a];

export interface EventDataReader {
  /** A piece of an event's data; several may make up one event. */
  readonly onData: (bytes: Uint8Array) => void;
  readonly onEventEnd: () => void;
  /** A line that holds no data, the one that ends an event too. */
  readonly onOtherLine: () => void;
}

/** Finds the data in the bytes of an event stream as they come, without keeping any. Its lines are those of LineEnds. */
export class EventData {
  /** How far the line has been read; from the fifth byte on it is data, or -1: it is another field. */
  private column = 0;
  private markColumn = 0;

  constructor(private readonly reader: EventDataReader) {}

  read(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) at = this.isInData() ? this.readData(bytes, at) : this.readByte(bytes, at);
  }

  private isInData(): boolean {
    return this.column === DATA_FIELD.length;
  }

  private readData(bytes: Uint8Array, start: number): number {
    let end = start;
    while (end < bytes.length && bytes[end] !== LF) end += 1;
    this.reader.onData(bytes.subarray(start, end));
    if (end === bytes.length) return end;
    this.endLine();
    return end + 1;
  }

  private readByte(bytes: Uint8Array, at: number): number {
    const byte = bytes[at];
    if (byte === BYTE_ORDER_MARK[this.markColumn]) {
      this.markColumn += 1;
      return at + 1;
    }
    this.markColumn = BYTE_ORDER_MARK.length;
    if (byte === LF) this.endLine();
    else if (this.column >= 0) this.column = byte === DATA_FIELD[this.column] ? this.column + 1 : -1;
    return at + 1;
  }

  private endLine(): void {
    if (!this.isInData()) this.reader.onOtherLine();
    if (this.column === 0) this.reader.onEventEnd();
    this.column = 0;
  }
}
