import type { RpcId } from './rpc-message.js';
import type { RpcFault } from './rpc.errors.js';

/** JSON text, or the UTF-8 bytes of it. */
export type Json = string | Uint8Array;

const END = Buffer.from('}');

/** `result` is put in as it is: what the ledger keeps is not read again to be written again. */
export function resultAnswer(id: RpcId, result: Json): Buffer {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":`;
  if (typeof result === 'string') return Buffer.from(`${head}${result}}`);
  return Buffer.concat([Buffer.from(head), result, END]);
}

export function errorAnswer(id: RpcId | null, { code, message, data }: RpcFault): Buffer {
  const error = data === undefined ? { code, message } : { code, message, data };
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, error }));
}

export function notification(method: string, params?: object): string {
  return JSON.stringify(params === undefined ? { jsonrpc: '2.0', method } : { jsonrpc: '2.0', method, params });
}

/** A request of ours to a client. */
export function request(id: RpcId, method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** The answers to a batch of the older revisions, in one array. */
export function batchAnswer(answers: readonly Buffer[]): Buffer {
  const parts = answers.flatMap((answer, index) => (index === 0 ? [answer] : [Buffer.from(','), answer]));
  return Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')]);
}

const EVENT = Buffer.from('event: message\ndata: ');
const EVENT_END = Buffer.from('\n\n');

/** JSON that we write has no line breaks outside of texts, and none in them, so one line holds it. */
export function sseEvent(json: Json): Buffer {
  return Buffer.concat([EVENT, typeof json === 'string' ? Buffer.from(json) : json, EVENT_END]);
}
