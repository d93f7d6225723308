import { McpServer as LegacyMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ElicitResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { inputRequired, McpServer } from '@modelcontextprotocol/server';
import { SdkServer } from '../../upstream/sdk-server.fixture-spec.js';

/** With everything that a form can say, so that what is lost on the way is seen. */
export const QUESTION = {
  mode: 'form' as const,
  message: 'Which one?',
  requestedSchema: {
    type: 'object' as const,
    properties: {
      name: { type: 'string' as const, default: 'grace', minLength: 2 },
      size: { type: 'string' as const, enum: ['s', 'm'], enumNames: ['Small', 'Medium'] },
    },
    required: ['name'],
  },
};

const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

/** The tools `ask`, `work` and, of the modern era, `insist`, which is never content. */
export function startAskingServer(era: 'legacy' | 'modern'): Promise<SdkServer> {
  return era === 'legacy' ? SdkServer.legacy(legacyServer) : SdkServer.modern(modernServer);
}

export function legacyServer(): LegacyMcpServer {
  const server = new LegacyMcpServer({ name: 'legacy', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('work', {}, async ({ _meta, sendNotification }) => {
    const progressToken = _meta?.progressToken;
    for (const progress of [1, 2, 3]) {
      if (progressToken !== undefined) {
        await sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 3 } });
      }
    }
    await sendNotification({ method: 'notifications/message', params: { level: 'debug', data: 'a detail' } });
    await sendNotification({ method: 'notifications/message', params: { level: 'warning', data: 'at work' } });
    return text('done');
  });
  server.registerTool('ask', {}, async ({ sendRequest }) => {
    const answer = await sendRequest({ method: 'elicitation/create', params: QUESTION }, ElicitResultSchema);
    return text(String(answer.content?.['name']));
  });
  return server;
}

function modernServer(): McpServer {
  const server = new McpServer({ name: 'modern', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('work', {}, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [1, 2, 3]) {
      if (progressToken !== undefined) {
        await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 3 } });
      }
    }
    await mcpReq.notify({ method: 'notifications/message', params: { level: 'debug', data: 'a detail' } });
    await mcpReq.notify({ method: 'notifications/message', params: { level: 'warning', data: 'at work' } });
    return text('done');
  });
  server.registerTool('ask', {}, ({ mcpReq }) => {
    const response = mcpReq.inputResponses?.['who'] as { content?: { name?: string } } | undefined;
    if (mcpReq.requestState<string>() === 'asked') return text(String(response?.content?.name));
    return inputRequired({ inputRequests: { who: inputRequired.elicit(QUESTION) }, requestState: 'asked' });
  });
  server.registerTool('insist', {}, () => inputRequired({ inputRequests: { who: inputRequired.elicit(QUESTION) } }));
  return server;
}
