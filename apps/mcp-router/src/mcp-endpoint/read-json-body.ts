import { InvalidJsonError, parseStrictJson } from '@countersign/canonical-json';

export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  /** `id`: the request's, where the text can be read at all by a parser that is not strict. */
  | { readonly kind: 'refused'; readonly message: string; readonly id: string | number | null }
  | { readonly kind: 'too_large' };

/**
 * Reads a body strictly: what two parsers would read differently (a key given twice, an integer that a number cannot
 * hold) is refused here, before anybody could approve one reading and execute the other.
 */
export async function readJsonBody(chunks: AsyncIterable<Buffer>, bytesMax: number): Promise<JsonBody> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > bytesMax) return { kind: 'too_large' };
    parts.push(chunk);
  }
  const body = Buffer.concat(parts);
  try {
    return { kind: 'json', value: parseStrictJson(body, { maxBytes: bytesMax }) };
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    const place = error.pointer === '' ? '' : ` at ${error.pointer}`;
    return { kind: 'refused', message: `${error.code}: ${error.message}${place}`, id: findId(body) };
  }
}

function findId(body: Buffer): string | number | null {
  try {
    const message: unknown = JSON.parse(body.toString('utf8'));
    if (typeof message !== 'object' || message === null || !('id' in message)) return null;
    return typeof message.id === 'string' || typeof message.id === 'number' ? message.id : null;
  } catch {
    return null;
  }
}
