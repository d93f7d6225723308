import { InvalidJsonError, parseStrictJson } from '@countersign/canonical-json';
import { findRpcId, type RpcId } from '../protocol/rpc-message.js';

export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  /** `id`: the request's, where the text can be read at all by a parser that is not strict. */
  | { readonly kind: 'refused'; readonly message: string; readonly id: RpcId | null };

/**
 * Reads a body strictly: what two parsers would read differently (a key given twice, an integer that a number cannot
 * hold) is refused here, before anybody could approve one reading and execute the other.
 */
export function parseBody(body: Buffer, bytesMax: number): JsonBody {
  try {
    return { kind: 'json', value: parseStrictJson(body, { maxBytes: bytesMax }) };
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    const place = error.pointer === '' ? '' : ` at ${error.pointer}`;
    return { kind: 'refused', message: `${error.code}: ${error.message}${place}`, id: findId(body) };
  }
}

function findId(body: Buffer): RpcId | null {
  try {
    return findRpcId(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
