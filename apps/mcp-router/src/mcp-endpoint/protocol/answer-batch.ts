import { BATCH_ANSWERS_BYTES_MAX } from '../../limits.js';
import { errorAnswer } from './rpc-answer.js';
import type { RpcRequest } from './rpc-message.js';
import { RPC, type RpcFault } from './rpc.errors.js';

const TOO_LONG: RpcFault = {
  code: RPC.refused,
  message: 'This request was served, but the answers to its batch are too long together. Send requests one by one.',
  status: 200,
};

/**
 * The answers to a batch of the older revisions, in its order. Calls are made at the same time, since each may wait for long;
 * the others one after another: a hundred listings at once are a hundred copies of a listing. What is too long for all of
 * them together is not kept.
 */
export async function answerBatch(
  requests: readonly RpcRequest[],
  answer: (request: RpcRequest) => Promise<Buffer>,
  bytesMax = BATCH_ANSWERS_BYTES_MAX,
): Promise<Buffer[]> {
  let left = bytesMax;
  const within = async (request: RpcRequest): Promise<Buffer> => {
    const bytes = await answer(request);
    if (bytes.length > left) return errorAnswer(request.id, TOO_LONG);
    left -= bytes.length;
    return bytes;
  };
  const calls = requests.map((request) => (isCall(request) ? within(request) : null));
  const answers: Promise<Buffer>[] = [];
  for (const [index, request] of requests.entries()) {
    const answering = calls[index] ?? within(request);
    answers.push(answering);
    if (!isCall(request)) await answering;
  }
  return Promise.all(answers);
}

function isCall({ method }: RpcRequest): boolean {
  return method === 'tools/call';
}
