/**
 * Server-sent events, as the HTML standard has them.
 *
 * | what            | on the wire                                        |
 * |-----------------|----------------------------------------------------|
 * | an event        | `id: 7` + `data: {"sequence":7,"type":…,"data":…}` |
 * | of another kind | `event: delta` + `data: {…}`                        |
 * | the end         | `event: end` + `data: {"code":…}`: do not come back |
 * | nothing         | `: heartbeat`                                      |
 */
export const HEARTBEAT = ': heartbeat\n\n';

/** First of all: a client that is cut comes back after a second. */
export const RETRY = 'retry: 1000\n\n';

export interface StreamMessage {
  /** What `Last-Event-ID` has when the reader comes back; left out: what it had before. */
  readonly id?: string | number;
  /** Left out: what `onmessage` gets. */
  readonly event?: string;
  readonly data: object;
}

/** JSON has no line break outside of its escapes, so it is one line of data. */
export function toMessageText({ id, event, data }: StreamMessage): string {
  const head = `${event === undefined ? '' : `event: ${event}\n`}${id === undefined ? '' : `id: ${id}\n`}`;
  return `${head}data: ${JSON.stringify(data)}\n\n`;
}

export function toEndText(code: string): string {
  return toMessageText({ event: 'end', data: { code } });
}

/** A heartbeat that moves the reader's place on without telling it of anything. */
export function toPlaceText(id: string): string {
  return `: heartbeat\nid: ${id}\n\n`;
}
