// An MCP server as the official SDK's examples (v1) show it: Express, a session for each client, results as a stream of one event.
// `node sdk-server.ts http PORT TOOLS` (any path) or `node sdk-server.ts stdio`.
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

const TOOLS_DEFAULT = 10;
const sessions = new Map<string, StreamableHTTPServerTransport>();

function buildServer(tools: number): McpServer {
  const server = new McpServer({ name: 'bench', version: '0.1.0' });
  const inputSchema = {
    id: z.string().describe('Which one'),
    fields: z.array(z.string()).optional().describe('What of it; everything when left out'),
    limit: z.number().int().min(1).max(100).optional().describe('How many of its comments'),
    verbose: z.boolean().optional().describe('With its history'),
  };
  for (let index = 0; index < tools; index += 1) {
    const description = `Gets item ${index} with all that is known of it: title, state, people, comments and history.`;
    server.registerTool(index === 0 ? 'getItem' : `getItem${index}`, { description, inputSchema }, ({ id }) => ({
      content: [{ type: 'text', text: `${id}: the search page is slow; open; reported by Ada, 3 comments` }],
    }));
  }
  return server;
}

function serve(port: number, tools: number): void {
  const app = createMcpExpressApp();
  app.get('/health', (_request, response) => void response.sendStatus(200));
  app.use(async (request, response) => {
    const id = request.get('mcp-session-id');
    const transport = id === undefined ? await openSession(tools) : sessions.get(id);
    if (transport === undefined) return void response.sendStatus(404);
    await transport.handleRequest(request, response, request.body);
  });
  app.listen(port, '127.0.0.1').keepAliveTimeout = 65_000;
}

async function openSession(tools: number): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => void sessions.set(id, transport),
  });
  await buildServer(tools).connect(transport);
  return transport;
}

const [mode, port, tools = TOOLS_DEFAULT] = process.argv.slice(2);
if (mode === 'stdio') {
  await buildServer(Number(tools)).connect(new StdioServerTransport());
} else {
  serve(Number(port), Number(tools));
}
