import { createServer, type Server as HttpServer } from 'node:http';
import { freePort } from '@countersign/testing';
import {
  localhostHostValidation,
  localhostOriginValidation,
  toNodeHandler,
  type NodeIncomingMessageLike,
} from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  isLegacyRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
} from '@modelcontextprotocol/server';
import { INPUT_TOOLS } from './fixture-input-tools.fixture-spec.js';
import { PLAIN_TOOLS } from './fixture-plain-tools.fixture-spec.js';
import { servePrompts } from './fixture-prompts.fixture-spec.js';
import { serveResources } from './fixture-resources.fixture-spec.js';
import { misroutedRequest } from './fixture-routing-headers.fixture-spec.js';
import { FixtureSessions } from './fixture-sessions.fixture-spec.js';
import { TASK_TOOLS } from './fixture-task-tools.fixture-spec.js';
import { FixtureTasks, TASKS_EXTENSION } from './fixture-tasks.fixture-spec.js';
import type { FixtureCall } from './fixture-tool.fixture-spec.js';

export const FIXTURE_TOOLS = [...PLAIN_TOOLS, ...INPUT_TOOLS, ...TASK_TOOLS];

const CAPABILITIES = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  logging: {},
  completions: {},
  extensions: { [TASKS_EXTENSION]: {} },
};

/** A server on the official SDK with everything that the conformance suite calls by its fixed names, in both eras. */
export class FixtureUpstream {
  /** Whoever follows what it says of its tools: a registry. */
  onToolsChanged: () => void = () => undefined;
  private readonly tasks = new FixtureTasks();
  private readonly modern = createMcpHandler(() => this.createServer(), { legacy: 'reject' });
  private readonly sessions = new FixtureSessions(() => this.createServer());
  private readonly http: HttpServer;

  private constructor(
    private readonly port: number,
    /** Which era the registry found; the server itself speaks both. */
    readonly era: 'legacy' | 'modern',
  ) {
    const [isHostAllowed, isOriginAllowed] = [localhostHostValidation(), localhostOriginValidation()];
    this.modern.bus.subscribe(({ kind }) => kind === 'tools_list_changed' && this.onToolsChanged());
    const handle = toNodeHandler({ fetch: (request) => this.answer(request) });
    this.http = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return;
      void handle(request as NodeIncomingMessageLike, response);
    });
  }

  static async start(era: 'legacy' | 'modern'): Promise<FixtureUpstream> {
    const upstream = new FixtureUpstream(await freePort(), era);
    await new Promise<void>((resolve) => upstream.http.listen(upstream.port, '127.0.0.1', resolve));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/mcp`;
  }

  async stop(): Promise<void> {
    await Promise.all([this.modern.close(), this.sessions.forget()]);
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private async answer(request: Request): Promise<Response> {
    const body = await request.clone().text();
    if (await isLegacyRequest(request)) return this.sessions.handle(request, body);
    return misroutedRequest(request, body) ?? this.modern.fetch(request);
  }

  private createServer(): Server {
    const server = new Server({ name: 'conformance-fixture', version: '1.0.0' }, { capabilities: CAPABILITIES });
    server.setRequestHandler('tools/list', () => ({ tools: FIXTURE_TOOLS.map(({ definition }) => definition) }));
    server.setRequestHandler('tools/call', async ({ params }, context) => {
      const tool = FIXTURE_TOOLS.find(({ definition }) => definition.name === params.name);
      if (tool === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `No tool ${params.name}.`);
      const { tasks, modern } = this;
      const call: FixtureCall = { args: params.arguments ?? {}, context, tasks, notify: modern.notify };
      // A created task is an answer of the extension, which the SDK sends and has no type for.
      return (await tool.run(call)) as CallToolResult;
    });
    servePrompts(server);
    serveResources(server);
    this.tasks.serveOn(server);
    return server;
  }
}
