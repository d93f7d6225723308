import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { BadChatRequestError, parseChatRequest, type ChatRequest } from './chat-request.js';
import { toChunks, toCompletion } from './completion.js';
import type { FailureCounter } from './failures.js';
import { readJson, sendJson } from './json-http.js';
import type { ScriptBook } from './script-book.js';
import type { Turn } from './turn.js';

/** A client that is told to come back is not kept waiting in a test or a demo. */
const RETRY_AFTER_MS = 50;

/** `POST /v1/chat/completions`, as a provider answers it. */
export async function answerChat(
  book: ScriptBook,
  failures: FailureCounter,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chat = await readChat(request);
  if (chat instanceof BadChatRequestError) return sendError(response, 400, chat.message);
  const turn = book.next(chat);
  if (!turn)
    return sendError(response, 404, `the model ${chat.model} does not exist; there are ${book.models().join(', ')}`);
  if (turn.waitMs !== undefined && !(await waited(turn.waitMs, response))) return;
  if (turn.failure && failures.strikes(chat, turn.failure))
    return sendError(response, turn.failure.status, 'the scripted model was told to fail');
  const created = Math.floor(Date.now() / 1_000);
  if (chat.stream) return stream(response, toChunks(chat, turn, created), turn);
  if (turn.cut === true || turn.stall === true) return breakOff(response, turn);
  sendJson(response, 200, toCompletion(chat, turn, created));
}

async function readChat(request: IncomingMessage): Promise<ChatRequest | BadChatRequestError> {
  try {
    return parseChatRequest(await readJson(request));
  } catch (error) {
    if (error instanceof BadChatRequestError) return error;
    throw error;
  }
}

/** False when the client went away meanwhile. */
async function waited(waitMs: number, response: ServerResponse): Promise<boolean> {
  const abort = new AbortController();
  const onClose = (): void => abort.abort();
  response.once('close', onClose);
  const isOver = await wait(waitMs, true, { signal: abort.signal }).catch((error: unknown) => {
    if (abort.signal.aborted) return false;
    throw error;
  });
  response.off('close', onClose);
  return isOver;
}

async function stream(response: ServerResponse, chunks: readonly object[], turn: Turn): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  const isWhole = turn.cut !== true && turn.stall !== true;
  const sent = isWhole ? chunks : chunks.slice(0, Math.ceil(chunks.length / 2));
  for (const chunk of sent) {
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    if (turn.dripMs !== undefined && !(await waited(turn.dripMs, response))) return;
  }
  if (isWhole) response.end('data: [DONE]\n\n');
  // What was written has to be on its way before the connection breaks.
  if (turn.cut === true) response.write('', () => response.socket?.destroy());
}

/** The beginning of an answer, and then no more. */
function breakOff(response: ServerResponse, { cut: isCut }: Turn): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":', () => {
    if (isCut === true) response.socket?.destroy();
  });
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
};

export function sendError(response: ServerResponse, status: number, message: string): void {
  const type = ERROR_TYPES[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
  if (status === 429 || status >= 500) response.setHeader('retry-after-ms', RETRY_AFTER_MS);
  sendJson(response, status, { error: { message: `scripted model: ${message}`, type, param: null, code: type } });
}
