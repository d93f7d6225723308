/** A line, or the data of an event, has more characters than any announcement. */
export class EventTooLongError extends Error {}

export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

const LINE_END = /\r\n|\n|\r/;

/**
 * Server-sent events (WHATWG HTML §9.2) from text in any pieces. It keeps one line and the data of one event, neither longer
 * than `lengthMax`; comments are forgotten as they come.
 */
export class EventReader {
  private rest = '';
  private data: string[] = [];
  private dataLength = 0;
  private type = 'message';

  constructor(private readonly lengthMax: number) {}

  /** The events that this piece completes. @throws EventTooLongError */
  push(piece: string): StreamEvent[] {
    const text = this.rest + piece;
    // A CR at the end may be half of a line end: it waits for what follows.
    const cut = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, cut).split(LINE_END);
    this.rest = (lines.pop() ?? '') + text.slice(cut);
    if (this.rest.length > this.lengthMax) throw new EventTooLongError();
    return lines.flatMap((line) => this.readLine(line));
  }

  private readLine(line: string): StreamEvent[] {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.type = value === '' ? 'message' : value;
    if (field === 'data') this.addData(value);
    return [];
  }

  private addData(value: string): void {
    this.dataLength += value.length + 1;
    if (this.dataLength > this.lengthMax) throw new EventTooLongError();
    this.data.push(value);
  }

  private dispatch(): StreamEvent[] {
    const events = this.data.length > 0 ? [{ type: this.type, data: this.data.join('\n') }] : [];
    this.data = [];
    this.dataLength = 0;
    this.type = 'message';
    return events;
  }
}
