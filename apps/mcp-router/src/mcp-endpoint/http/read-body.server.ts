import type { IncomingMessage } from 'node:http';

export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** The client has gone before its body was complete: nobody is there to be answered. */
  | { readonly kind: 'gone' };

/** By events: the iterator of a stream costs more than everything else that is done with a small body. */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<ReadBody> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= bytesMax) parts.push(part);
      else resolve({ kind: 'too_large' });
    });
    request.on('end', () => {
      const [only] = parts;
      resolve({ kind: 'read', bytes: parts.length === 1 && only !== undefined ? only : Buffer.concat(parts) });
    });
    request.on('error', () => resolve({ kind: 'gone' }));
    request.on('close', () => resolve({ kind: 'gone' }));
  });
}
