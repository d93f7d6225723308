/** More bytes than one event may have. */
export class EventTooLargeError extends Error {}

const LINE_END = /\r\n|\n|\r/;

export interface SseEvent {
  readonly type: string;
  readonly data: string;
}

/**
 * Server-sent events (WHATWG HTML §9.2), as far as MCP uses them: types and data. Fed with text in any pieces; never keeps
 * more than `bytesMax`.
 */
export class SseParser {
  private rest = '';
  private data: string[] = [];
  private dataLength = 0;
  private type = '';

  constructor(private readonly bytesMax: number) {}

  /** @returns the data of every event of the type `message` that this piece completes */
  push(piece: string): string[] {
    return this.pushEvents(piece).flatMap(({ type, data }) => (type === 'message' ? [data] : []));
  }

  /** @returns every event that this piece completes */
  pushEvents(piece: string): SseEvent[] {
    // A CR at the end may be half of a line end: it waits for what follows.
    const text = this.rest + piece;
    const cut = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, cut).split(LINE_END);
    this.rest = (lines.pop() ?? '') + text.slice(cut);
    if (this.rest.length + this.dataLength > this.bytesMax) throw new EventTooLargeError();
    return lines.flatMap((line) => this.readLine(line));
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
    return [];
  }

  private addData(value: string): void {
    this.dataLength += value.length + 1;
    if (this.dataLength > this.bytesMax) throw new EventTooLargeError();
    this.data.push(value);
  }

  private dispatch(): SseEvent[] {
    const type = this.type === '' ? 'message' : this.type;
    const events = this.data.length > 0 ? [{ type, data: this.data.join('\n') }] : [];
    this.data = [];
    this.dataLength = 0;
    this.type = '';
    return events;
  }
}
