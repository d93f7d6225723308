/** More bytes than one event may have. */
export class EventTooLargeError extends Error {}

/** What a short string takes beside its characters, with its place in a list: a piece may be a single byte. */
const BYTES_PER_PIECE = 32;

const LINE_END = /\r\n|\n|\r/;

/** Where a stream has come to: with it a client asks for what follows, on another one. */
export interface StreamPosition {
  lastEventId?: string;
  /** How long the server wants to be left alone before. */
  retryMs?: number;
}

export interface SseEvent {
  readonly type: string;
  readonly data: string;
}

/**
 * Server-sent events (WHATWG HTML §9.2), as far as MCP uses them: types, data and positions. Fed with text in any pieces; never keeps
 * more than `bytesMax`.
 */
export class SseParser {
  /** Of the line that has not ended yet. In pieces: putting a long one together again and again would take for ever. */
  private rest: string[] = [];
  private restLength = 0;
  private data: string[] = [];
  private dataLength = 0;
  private type = '';
  private id: string | undefined;

  constructor(
    private readonly bytesMax: number,
    private readonly position: StreamPosition = {},
  ) {}

  /** Of what waits for its end: characters, of which most are a byte, and the pieces in which they came. */
  get heldBytes(): number {
    return this.restLength + this.dataLength + (this.rest.length + this.data.length) * BYTES_PER_PIECE;
  }

  /** @returns the data of every event of the type `message` that this piece completes */
  push(piece: string): string[] {
    return this.pushEvents(piece).flatMap(({ type, data }) => (type === 'message' ? [data] : []));
  }

  /** @returns every event that this piece completes */
  pushEvents(piece: string): SseEvent[] {
    this.rest.push(piece);
    this.restLength += piece.length;
    const lines = this.mayHoldLineEnd(piece) ? this.takeLines() : [];
    if (this.restLength + this.dataLength > this.bytesMax) throw new EventTooLargeError();
    return lines.flatMap((line) => this.readLine(line));
  }

  /** Of this piece, or in front of it: a CR at the end may be half of a line end, and waits for what follows. */
  private mayHoldLineEnd(piece: string): boolean {
    return LINE_END.test(piece) || this.rest.at(-2)?.endsWith('\r') === true;
  }

  private takeLines(): string[] {
    const text = this.rest.join('');
    const cut = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, cut).split(LINE_END);
    const rest = (lines.pop() ?? '') + text.slice(cut);
    this.rest = [rest];
    this.restLength = rest.length;
    return lines;
  }

  private readLine(line: string): SseEvent[] {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    // A comment: servers send them to keep the connection open.
    if (colon === 0) return [];
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.type = value;
    if (field === 'data') this.addData(value);
    if (field === 'id' && !value.includes('\0')) this.id = value;
    if (field === 'retry' && /^\d{1,9}$/.test(value)) this.position.retryMs = Number(value);
    return [];
  }

  private addData(value: string): void {
    this.dataLength += value.length + 1;
    if (this.dataLength > this.bytesMax) throw new EventTooLargeError();
    this.data.push(value);
  }

  private dispatch(): SseEvent[] {
    // Of an event that is complete: what follows the last one is what was missed.
    if (this.id !== undefined) this.position.lastEventId = this.id;
    const type = this.type === '' ? 'message' : this.type;
    const events = this.data.length > 0 ? [{ type, data: this.data.join('\n') }] : [];
    this.data = [];
    this.dataLength = 0;
    this.type = '';
    return events;
  }
}
