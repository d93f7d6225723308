import type { Request } from 'express';

export const EVENT_STREAM = 'text/event-stream';
/** A page says here that nobody has touched it for a while. */
export const UNATTENDED_HEADER = 'x-countersign-unattended';

export function asksForStream(request: Request): boolean {
  return request.get('accept')?.includes(EVENT_STREAM) ?? false;
}

/**
 * What a browser sends with nobody before it: it comes back to a stream by itself for as long as the tab is open, and reads anew
 * what the stream tells of. It opens nothing, so it is believed: whoever says so shortens their own session.
 */
export function isUnattended(request: Request): boolean {
  return asksForStream(request) || request.get(UNATTENDED_HEADER) !== undefined;
}
