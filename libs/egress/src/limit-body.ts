import type { ReadableStream as WebStream } from 'node:stream/web';
import { EgressLimitError } from './egress.errors.js';
import { toEgressError } from './to-egress-error.js';

export interface BodyLimit {
  readonly host: string;
  readonly bytesMax: number;
  /** Called once the body is read, given up or failed. */
  readonly onEnd: () => void;
}

/** Counts what comes out of the decompressor, because a bomb is small on the wire; ends the connection above the limit. */
export function limitBody(
  body: WebStream<Uint8Array>,
  { host, bytesMax, onEnd }: BodyLimit,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  const take = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await reader.read();
    if (done) return undefined;
    bytes += value.byteLength;
    if (bytes <= bytesMax) return value;
    const error = new EgressLimitError('response_bytes', host);
    await reader.cancel(error);
    throw error;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await take().catch((error: unknown) => {
          onEnd();
          throw toEgressError(error, host);
        });
        if (chunk !== undefined) return controller.enqueue(chunk);
        onEnd();
        controller.close();
      },
      cancel(reason) {
        onEnd();
        return reader.cancel(reason);
      },
    },
    // Nothing is read ahead of whoever reads: the server feels the back-pressure.
    { highWaterMark: 0 },
  );
}
