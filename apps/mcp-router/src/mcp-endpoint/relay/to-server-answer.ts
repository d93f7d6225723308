import type { ServerAnswer } from '../../upstream/call-sink.js';
import { isRecord, type RpcParams } from '../protocol/rpc-message.js';
import { RPC } from '../protocol/rpc.errors.js';

const MESSAGE_LENGTH_MAX = 500;

/** What a client answered, as the server that asked is told: nothing but a result, or an error. */
export function toServerAnswer({ result, error }: RpcParams, bytesMax: number): ServerAnswer {
  const answer: ServerAnswer = isRecord(error) ? { error: toError(error) } : { result: isRecord(result) ? result : {} };
  if (Buffer.byteLength(JSON.stringify(answer)) <= bytesMax) return answer;
  return { error: { code: RPC.internalError, message: `The client's answer has more than ${bytesMax} bytes.` } };
}

function toError({ code, message, data }: Record<string, unknown>): Extract<ServerAnswer, { error: unknown }>['error'] {
  return {
    code: typeof code === 'number' ? code : RPC.internalError,
    message: typeof message === 'string' ? message.slice(0, MESSAGE_LENGTH_MAX) : 'The client could not answer.',
    ...(data === undefined ? {} : { data }),
  };
}
