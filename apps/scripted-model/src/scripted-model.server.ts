import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerChat, sendError } from './chat-completions.server.js';
import { FailureCounter } from './failures.js';
import { isLocalRequest, readJson, sendJson, UnreadableBodyError } from './json-http.js';
import { BadScriptError, ScriptBook } from './script-book.js';

export interface ScriptedModel {
  /** To give to a client as its base URL: ends in `/v1`. */
  readonly url: string;
  readonly scriptsUrl: string;
  readonly stop: () => Promise<void>;
}

/** Node's 5 s closes pooled connections under their client's hands. */
const KEEP_ALIVE_TIMEOUT_MS = 70_000;

const HOST = '127.0.0.1';

/** Starts the model on loopback; port 0 lets the system choose. */
export async function startScriptedModel({ port }: { readonly port: number }): Promise<ScriptedModel> {
  const route = createRouter(new ScriptBook(), new FailureCounter());
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, (request, response) => {
    route(request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const origin = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `${origin}/v1`, scriptsUrl: `${origin}/scripts`, stop };
}

function createRouter(book: ScriptBook, failures: FailureCounter) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isLocalRequest(request)) return sendError(response, 403, 'this server is for this machine only');
    const path = request.url?.split('?')[0] ?? '/';
    const script = /^\/scripts\/([^/]+)$/.exec(path)?.[1];
    if (request.method === 'DELETE' && script !== undefined) return removeScript(book, script, response);
    switch (`${request.method ?? 'GET'} ${path}`) {
      case 'POST /v1/chat/completions':
        return answerChat(book, failures, request, response);
      case 'GET /v1/models':
        return sendJson(response, 200, { object: 'list', data: book.models().map(toModel) });
      case 'GET /scripts':
        return sendJson(response, 200, { models: book.models() });
      case 'POST /scripts':
        return sendJson(response, 201, { model: book.load(await readJson(request)) });
      default:
        return sendError(response, 404, `there is no ${request.method ?? 'GET'} ${path}`);
    }
  };
}

function removeScript(book: ScriptBook, id: string, response: ServerResponse): void {
  if (!book.remove(id)) return sendError(response, 404, `there is no script ${id}`);
  response.writeHead(204).end();
}

function toModel(id: string): object {
  return { id, object: 'model', created: 0, owned_by: 'countersign scripted model' };
}

function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof UnreadableBodyError) return sendError(response, error.status, error.message);
  if (error instanceof BadScriptError) return sendError(response, 422, error.message);
  process.stderr.write(`scripted model: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  if (response.headersSent) response.destroy();
  else sendError(response, 500, 'something failed here');
}
