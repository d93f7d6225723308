const LF = 0x0a;
const CR = 0x0d;
/** A mark that text decoders drop at the very beginning. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const DATA_FIELD = [0x64, 0x61, 0x74, 0x61, 0x3a];

export interface EventDataReader {
  /** A piece of an event's data; several may make up one event. */
  readonly onData: (bytes: Uint8Array) => void;
  readonly onEventEnd: () => void;
}

/** Finds the data in the bytes of an event stream (`text/event-stream`) as they come, without keeping any. */
export class EventData {
  /** How far the line has been read; from the fifth byte on it is data, or -1: it is another field. */
  private column = 0;
  private markColumn = 0;
  private isAfterCr = false;

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
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
    this.reader.onData(bytes.subarray(start, end));
    return end === bytes.length ? end : this.endLine(bytes, end);
  }

  private readByte(bytes: Uint8Array, at: number): number {
    const byte = bytes[at];
    if (byte === BYTE_ORDER_MARK[this.markColumn]) {
      this.markColumn += 1;
      return at + 1;
    }
    this.markColumn = BYTE_ORDER_MARK.length;
    if (byte === LF || byte === CR) return this.endLine(bytes, at);
    this.isAfterCr = false;
    if (this.column >= 0) this.column = byte === DATA_FIELD[this.column] ? this.column + 1 : -1;
    return at + 1;
  }

  /** A CR with its LF ends one line, also where they come apart. */
  private endLine(bytes: Uint8Array, at: number): number {
    const isSecondHalf = this.isAfterCr && bytes[at] === LF;
    this.isAfterCr = bytes[at] === CR;
    if (isSecondHalf) return at + 1;
    if (this.column === 0) this.reader.onEventEnd();
    this.column = 0;
    return at + 1;
  }
}
