import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { ToolResult } from './rpc-answer.ts';
import type { ToolClient } from './tool-client.ts';

const IDENTITY = { name: 'countersign-bench', version: '0.1.0' };

/** What most programs call tools with: the official SDK's client (v1), as its examples show it, with Node's own fetch. */
export class SdkClient implements ToolClient {
  private constructor(private readonly client: Client) {}

  static async open(url: string, token: string | null): Promise<SdkClient> {
    const requestInit = token === null ? {} : { headers: { authorization: `Bearer ${token}` } };
    const client = new Client(IDENTITY);
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
    return new SdkClient(client);
  }

  /** The oldest transport, HTTP+SSE (2024-11-05), for what serves no other. */
  static async openSse(url: string): Promise<SdkClient> {
    const client = new Client(IDENTITY);
    await client.connect(new SSEClientTransport(new URL(url)));
    return new SdkClient(client);
  }

  async callToolWell(name: string, args: object): Promise<ToolResult> {
    const { content, isError, structuredContent } = await this.client.callTool({ name, arguments: { ...args } });
    const blocks = content as readonly { readonly text?: string }[];
    const text = blocks.map((block) => block.text ?? '').join('\n');
    if (isError === true) throw new Error(`${name} answered a tool error: ${text.slice(0, 500)}`);
    return { isError: false, text, structuredContent };
  }

  async listTools(): Promise<unknown> {
    const { tools, nextCursor } = await this.client.listTools();
    if (nextCursor !== undefined) throw new Error('the list has more than one page');
    return tools;
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
