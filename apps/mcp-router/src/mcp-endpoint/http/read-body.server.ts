import type { IncomingMessage } from 'node:http';
import type { Room } from './held-bytes.js';

export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** Its principal has too many such under way already. */
  | { readonly kind: 'no_room' }
  /** The client has gone before its body was complete: nobody is there to be answered. */
  | { readonly kind: 'gone' };

/** By events: the iterator of a stream costs more than everything else that is done with a small body. */
export function readBody(request: IncomingMessage, bytesMax: number, room: Pick<Room, 'take'>): Promise<ReadBody> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > bytesMax) resolve({ kind: 'too_large' });
      else if (room.take(part.length)) parts.push(part);
      else {
        // A body with a hole in it is not to be read, whatever comes behind it.
        bytes = Infinity;
        resolve({ kind: 'no_room' });
      }
    });
    request.on('end', () => {
      const [only] = parts;
      resolve({ kind: 'read', bytes: parts.length === 1 && only !== undefined ? only : Buffer.concat(parts) });
    });
    request.on('error', () => resolve({ kind: 'gone' }));
    request.on('close', () => resolve({ kind: 'gone' }));
  });
}
