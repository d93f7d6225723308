import type { IncomingMessage } from 'node:http';
import { BodyParts } from '../../body-parts.js';
import type { Room, Taken } from './held-bytes.js';

export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** Too many such are under way already: of its principal, or of all. */
  | { readonly kind: Exclude<Taken, 'taken'> }
  /** The client has gone before its body was complete: nobody is there to be answered. */
  | { readonly kind: 'gone' };

/** By events: the iterator of a stream costs more than everything else that is done with a small body. */
export function readBody(request: IncomingMessage, bytesMax: number, room: Pick<Room, 'takeBody'>): Promise<ReadBody> {
  return new Promise((resolve) => {
    const parts = new BodyParts();
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > bytesMax) return resolve({ kind: 'too_large' });
      const taken = room.takeBody(part.length);
      if (taken === 'taken') return parts.push(part);
      // A body with a hole in it is not to be read, whatever comes behind it.
      bytes = Infinity;
      resolve({ kind: taken });
    });
    request.on('end', () => resolve({ kind: 'read', bytes: parts.join() }));
    request.on('error', () => resolve({ kind: 'gone' }));
    request.on('close', () => resolve({ kind: 'gone' }));
  });
}
