import type { IncomingMessage } from 'node:http';
import type { Room, Taken } from './held-bytes.js';

export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** Too many such are under way already: of its principal, or of all. */
  | { readonly kind: Exclude<Taken, 'taken'> }
  /** The client has gone before its body was complete: nobody is there to be answered. */
  | { readonly kind: 'gone' };

/**
 * Parts that are put together into one while the body is still coming in. A part may be a single byte, and what Node keeps of
 * each is a hundred times that: four megabytes of them would be half a gigabyte, of which the room would know nothing.
 */
const PARTS_MAX = 1_024;

/** By events: the iterator of a stream costs more than everything else that is done with a small body. */
export function readBody(request: IncomingMessage, bytesMax: number, room: Pick<Room, 'takeBody'>): Promise<ReadBody> {
  return new Promise((resolve) => {
    const whole: Buffer[] = [];
    let parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > bytesMax) return resolve({ kind: 'too_large' });
      const taken = room.takeBody(part.length);
      if (taken !== 'taken') {
        // A body with a hole in it is not to be read, whatever comes behind it.
        bytes = Infinity;
        return resolve({ kind: taken });
      }
      if (parts.push(part) < PARTS_MAX) return;
      whole.push(Buffer.concat(parts));
      parts = [];
    });
    request.on('end', () => {
      const all = [...whole, ...parts];
      const [only] = all;
      resolve({ kind: 'read', bytes: all.length === 1 && only !== undefined ? only : Buffer.concat(all) });
    });
    request.on('error', () => resolve({ kind: 'gone' }));
    request.on('close', () => resolve({ kind: 'gone' }));
  });
}
