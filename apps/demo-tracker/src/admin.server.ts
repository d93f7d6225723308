import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { localhostHostValidation, localhostOriginValidation } from '@modelcontextprotocol/node';
import { applySwitches, BadSwitchError } from './apply-switches.js';
import type { McpEndpoint } from './mcp.server.js';
import type { TrackerParts } from './tracker.server.js';

type Route = (url: URL, request: IncomingMessage) => Promise<object> | object;

/** The admin port: the ledger to read, the switches to throw, the issues to look at. */
export function createAdminHandler(parts: TrackerParts, { sessions }: McpEndpoint) {
  const { ledger, switches, store } = parts;
  const isHostAllowed = localhostHostValidation();
  const isOriginAllowed = localhostOriginValidation();
  const routes: Readonly<Record<string, Route>> = {
    'GET /ledger': (url) => ({ entries: ledger.since(toSeq(url.searchParams.get('since'))) }),
    'GET /issues': () => ({ issues: store.list() }),
    'GET /switches': () => switches.current,
    'POST /switches': async (_url, request) => {
      switches.current = applySwitches(switches.current, await readJson(request));
      return switches.current;
    },
    'GET /sessions': () => ({ count: sessions.size }),
    'POST /sessions/forget': async () => {
      await sessions.forget();
      return { count: sessions.size };
    },
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return;
    const url = new URL(request.url ?? '/', 'http://admin');
    const route = routes[`${request.method ?? 'GET'} ${url.pathname}`];
    try {
      const [status, body] = route
        ? [200, await route(url, request)]
        : [404, { error: `there are ${Object.keys(routes).join(', ')}` }];
      send(response, status, body);
    } catch (error) {
      if (!(error instanceof BadSwitchError)) throw error;
      send(response, 422, { error: error.message });
    }
  };
}

function toSeq(since: string | null): number {
  if (since === null) return 0;
  if (!/^\d{1,9}$/.test(since)) throw new BadSwitchError('since is not a whole number');
  return Number(since);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await text(request);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new BadSwitchError('the body is not JSON', { cause: error });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
