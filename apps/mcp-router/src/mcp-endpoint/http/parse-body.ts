import { InvalidJsonError, parseCountedJson } from '@countersign/canonical-json';
import { findRpcId, type RpcId } from '../protocol/rpc-message.js';

export type JsonBody =
  /** `values`: how many the text has, which says how much it has become. */
  | { readonly kind: 'json'; readonly value: unknown; readonly values: number }
  /** `id`: the request's, where the text can be read at all by a parser that is not strict. */
  | { readonly kind: 'refused'; readonly message: string; readonly id: RpcId | null };

/**
 * Reads a body strictly: what two parsers would read differently (a key given twice, an integer that a number cannot
 * hold) is refused here, before anybody could approve one reading and execute the other. So is what would fill the memory.
 */
export function parseBody(body: Buffer, maxBytes: number, maxValues: number): JsonBody {
  try {
    return { kind: 'json', ...parseCountedJson(body, { maxBytes, maxValues }) };
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    const place = error.pointer === '' ? '' : ` at ${error.pointer}`;
    return { kind: 'refused', message: `${error.code}: ${error.message}${place}`, id: idIn(body, error) };
  }
}

function idIn(body: Buffer, { code }: InvalidJsonError): RpcId | null {
  // It was refused for what it would become.
  if (code === 'json.too_many_values') return null;
  try {
    return findRpcId(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
