// A hop that knows MCP and governs nothing: sessions of its own on both sides, names without their prefix, the answer read
// and sent on as JSON. `node floor-mcp.ts PORT URL`
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import { lastEvent } from './rpc-answer.ts';

const PREFIX = 'Sdk__';
const PROTOCOL_VERSION = '2025-11-25';
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: PROTOCOL_VERSION, capabilities: {}, clientInfo: { name: 'floor', version: '0' } },
};

interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: { readonly name?: string };
}

const [port, upstream = ''] = process.argv.slice(2);
const { origin, pathname } = new URL(upstream);
const pool = new Pool(origin, { connections: 64, keepAliveTimeout: 60_000 });
const head: Record<string, string> = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': PROTOCOL_VERSION,
};

async function send(message: object): Promise<{ readonly answer: string; readonly sessionId: string | undefined }> {
  const request = { method: 'POST', path: pathname, headers: head, body: JSON.stringify(message) } as const;
  const { headers, body } = await pool.request(request);
  const answer = await body.text();
  const isStream = String(headers['content-type']).startsWith('text/event-stream');
  return { answer: isStream ? lastEvent(answer) : answer, sessionId: headers['mcp-session-id']?.toString() };
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/health') return void response.writeHead(200).end();
  // It has nothing to say unasked; a client that gets another answer asks again and again.
  if (request.method !== 'POST') return void response.writeHead(405).end();
  const message = JSON.parse(await text(request)) as Message;
  if (message.id === undefined) return void response.writeHead(202).end();
  response.setHeader('content-type', 'application/json');
  if (message.method === 'initialize') {
    const serverInfo = { name: 'floor', version: '0' };
    const result = { protocolVersion: PROTOCOL_VERSION, capabilities: { tools: {} }, serverInfo };
    response.writeHead(200, { 'mcp-session-id': randomUUID() });
    return void response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
  }
  const name = message.params?.name ?? '';
  if (!name.startsWith(PREFIX)) return void response.writeHead(400).end('{}');
  const { answer } = await send({ ...message, params: { ...message.params, name: name.slice(PREFIX.length) } });
  response.end(answer);
}

const { sessionId } = await send(INITIALIZE);
if (sessionId !== undefined) head['mcp-session-id'] = sessionId;
await send({ jsonrpc: '2.0', method: 'notifications/initialized' });
const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => void handle(request, response));
server.listen(Number(port), '127.0.0.1');
