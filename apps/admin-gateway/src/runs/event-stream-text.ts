import type { RunDelta, RunEventView } from '@countersign/contracts';

/**
 * What a run's stream is made of; see the HTML standard, "Server-sent events".
 *
 * | what             | on the wire                                            |
 * |------------------|--------------------------------------------------------|
 * | a recorded event | `id: 7` + `data: {"sequence":7,"type":…,"data":…}`      |
 * | text on its way  | `event: delta` + `data: {"turn":1,"text":…}`, no id     |
 * | the end          | `event: end` + `data: {"code":…}`: do not come back     |
 * | nothing          | `: heartbeat`                                          |
 */
export const HEARTBEAT = ': heartbeat\n\n';

/** First of all: a client that is cut comes back after a second. */
export const RETRY = 'retry: 1000\n\n';

/** JSON has no line break outside of its escapes, so it is one line of data. */
export function toEventText(event: RunEventView): string {
  return `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`;
}

export function toDeltaText({ turn, attempt, index, text }: RunDelta): string {
  return `event: delta\ndata: ${JSON.stringify({ turn, attempt, index, text })}\n\n`;
}

export function toEndText(code: string): string {
  return `event: end\ndata: ${JSON.stringify({ code })}\n\n`;
}
