import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import {
  localhostHostValidation,
  localhostOriginValidation,
  toNodeHandler,
  type NodeIncomingMessageLike,
} from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { incomingRequests, type IncomingRequest } from './incoming-message.js';
import type { Era } from './ledger.js';
import { LegacySessions, rpcError } from './legacy-sessions.js';
import type { Fault } from './switches.js';
import { createTrackerServer, entriesOfRequest, type TrackerParts } from './tracker.server.js';

export interface McpEndpoint {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly sessions: LegacySessions;
  readonly close: () => Promise<void>;
}

/** One HTTP request on its way: what it says, and the socket to misbehave on. */
interface Exchange {
  readonly request: Request;
  readonly body: string;
  readonly era: Era;
  readonly requests: readonly IncomingRequest[];
  readonly response: ServerResponse;
}

/** `/mcp`: the ledger first, then the switches, then the protocol. */
export function createMcpEndpoint(parts: TrackerParts): McpEndpoint {
  const handler = createMcpHandler(() => createTrackerServer(parts));
  const sessions = new LegacySessions(() => createTrackerServer(parts));
  const isHostAllowed = localhostHostValidation();
  const isOriginAllowed = localhostOriginValidation();

  const protocol = ({ request, body, era }: Exchange): Promise<Response> => {
    const useSession = era === 'legacy' && parts.switches.current.sessions && sessions.concerns(request, body);
    return useSession ? sessions.handle(request, body) : handler.fetch(request);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return;
    const fetch = async (webRequest: Request): Promise<Response> => {
      const exchange = await toExchange(webRequest, response);
      return answer(parts, exchange, protocol);
    };
    // The adapter's type says `method?: string`, node's `method?: string | undefined`; they mean the same.
    await toNodeHandler({ fetch })(request as NodeIncomingMessageLike, response);
  };

  const close = async (): Promise<void> => {
    await Promise.all([handler.close(), sessions.forget()]);
  };
  return { handle, sessions, close };
}

async function toExchange(request: Request, response: ServerResponse): Promise<Exchange> {
  const body = await request.clone().text();
  const era = (await isLegacyRequest(request)) ? 'legacy' : 'modern';
  return { request, body, era, requests: incomingRequests(body), response };
}

async function answer(
  parts: TrackerParts,
  exchange: Exchange,
  protocol: (exchange: Exchange) => Promise<Response>,
): Promise<Response> {
  const { ledger, switches } = parts;
  const entries = record(parts, exchange);
  const failAll = (): void => entries.forEach((seq) => ledger.finish(seq, 'failed'));

  if (isUnauthorised(parts, exchange.request)) {
    failAll();
    return new Response('{"error":"unauthorized"}', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
  }
  const fault = takeFault(switches, exchange.requests);
  if (fault?.when === 'before') {
    if (fault.mode !== 'hang') failAll();
    return strike(fault, exchange);
  }
  const response = await entriesOfRequest.run(entries, () => protocol(exchange));
  if (!fault) return response;
  // Read to its end: a legacy answer is a stream that begins before the tool has run.
  await response.text();
  return strike(fault, exchange);
}

/** Writes every call to the ledger before anything can go wrong with it. */
function record({ ledger }: TrackerParts, { request, body, era, requests }: Exchange): ReadonlyMap<unknown, number> {
  const calls = requests.filter(({ method }) => method === 'tools/call');
  return new Map(
    calls.map(({ id, params }) => {
      const { name: tool, arguments: args, _meta: meta } = params;
      const entry = ledger.receive({ tool, arguments: args, meta, era, requestId: id, body, headers: request.headers });
      return [id, entry.seq];
    }),
  );
}

function isUnauthorised({ switches }: TrackerParts, request: Request): boolean {
  const { requireHeader } = switches.current;
  return requireHeader !== null && request.headers.get(requireHeader.name) !== requireHeader.value;
}

function takeFault(switches: TrackerParts['switches'], requests: readonly IncomingRequest[]): Fault | null {
  for (const { method, params } of requests) {
    const name = params['name'];
    const fault = switches.takeFault(method, typeof name === 'string' ? name : undefined);
    if (fault) return fault;
  }
  return null;
}

async function strike({ mode }: Fault, { requests, response }: Exchange): Promise<Response> {
  switch (mode) {
    case 'http-500':
      return new Response('the demo tracker was told to fail', {
        status: 500,
        headers: { 'content-type': 'text/plain' },
      });
    case 'jsonrpc-error':
      return rpcError(200, -32_603, 'the demo tracker was told to fail', requests[0]?.id);
    case 'reset':
      response.socket?.resetAndDestroy();
      return new Response(null);
    case 'hang':
      if (!response.destroyed) await once(response, 'close');
      return new Response(null);
  }
}
