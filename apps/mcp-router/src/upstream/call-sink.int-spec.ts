import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { McpServer as LegacyMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ElicitResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { inputRequired, McpServer } from '@modelcontextprotocol/server';
import { createEgress } from '@countersign/egress';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import type { CallSink } from './call-sink.js';
import { SdkServer } from './sdk-server.fixture-spec.js';
import { TestSink } from './test-sink.fixture-spec.js';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome, UpstreamTarget } from './upstream-outcome.js';
import { UpstreamClient } from './upstream.client.js';

const QUESTION = {
  mode: 'form' as const,
  message: 'Which one?',
  requestedSchema: { type: 'object' as const, properties: { name: { type: 'string' as const } } },
};
const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

describe.each(['legacy', 'modern'] as const)('a client behind a call to a %s server', (era) => {
  let upstream: SdkServer;
  let client: UpstreamClient;
  let target: UpstreamTarget;
  let aborted = 0;

  beforeEach(async () => {
    aborted = 0;
    const watch = (signal: AbortSignal): Promise<never> =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted += 1;
          reject(new Error('cancelled'));
        }),
      );
    upstream = await (era === 'legacy'
      ? SdkServer.legacy(() => legacyServer(watch))
      : SdkServer.modern(() => modernServer(watch)));
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));
    target = aTarget(upstream);
  });
  afterEach(async () => {
    client.close();
    await upstream.stop();
  });

  const call = async (toolName: string, sink?: CallSink, signal?: AbortSignal): Promise<UpstreamOutcome> => {
    const opened = await client.open(target, { reuse: true, sink });
    return opened.callTool({ callId: newId(), fence: 1, toolName, argumentsText: '{}' }, signal);
  };
  const initialized = () =>
    upstream.messages('initialize').map(({ message }) => (message.params as { capabilities: object }).capabilities);

  it('hears of progress under its own token, and what the server logs', async () => {
    const sink = new TestSink();
    expect(await call('work', sink)).toMatchObject({ kind: 'result' });
    const heard = sink.notifications.map(({ method, params }) => [method, params['progressToken']]);
    expect(heard).toContainEqual(['notifications/progress', 7]);
    expect(heard).toContainEqual(['notifications/message', undefined]);
  });

  it('is the only one who hears: without it nothing is declared, and the call ends all the same', async () => {
    expect(await call('work')).toMatchObject({ kind: 'result' });
    const [received] = upstream.messages('tools/call');
    const meta = (received?.message.params as { _meta: Record<string, unknown> })._meta;
    expect(meta).not.toHaveProperty('progressToken');
    if (era === 'modern') expect(meta['io.modelcontextprotocol/clientCapabilities']).toEqual({});
    else expect(initialized()).toEqual([{}]);
  });

  it('is never asked what it did not declare', async () => {
    const sink = new TestSink({ roots: {} });
    const outcome = await call('ask', sink);
    expect(outcome).toMatchObject(
      era === 'modern' ? { kind: 'failed' } : { kind: 'result', result: { isError: true } },
    );
    expect(sink.requests).toEqual([]);
  });

  if (era === 'legacy') {
    it('is asked what the server wants to know, and its answer arrives in the session', async () => {
      const sink = new TestSink();
      expect(await call('ask', sink)).toMatchObject({ result: text('ada') });
      expect(sink.requests).toMatchObject([{ method: 'elicitation/create', params: { message: 'Which one?' } }]);
    });

    it('shares a session only with clients that declare the same', async () => {
      await call('work', new TestSink());
      await call('work');
      await call('work', new TestSink({ elicitation: { form: {} } }));
      await call('work', new TestSink({ sampling: {} }));
      expect(initialized()).toEqual([{ elicitation: { form: {} } }, {}, { sampling: {} }]);
    });

    it('does not keep the server waiting when it cannot answer', async () => {
      const sink = new TestSink();
      sink.answer = () => Promise.reject(new Error('the window was closed'));
      expect(await call('ask', sink)).toMatchObject({ result: { isError: true } });
    });
  } else {
    it('is told what the server wants to know, as an outcome of its own', async () => {
      const outcome = await call('ask', new TestSink());
      expect(outcome).toMatchObject({
        kind: 'input_required',
        result: { inputRequests: { who: { method: 'elicitation/create' } } },
      });
      const opened = await client.open(target, { reuse: true, sink: new TestSink() });
      const input = { inputResponses: { who: { action: 'accept', content: { name: 'ada' } } } };
      const again = { callId: newId(), fence: 1, toolName: 'ask', argumentsText: '{}', input };
      expect(await opened.callTool(again)).toMatchObject({ kind: 'result', result: text('ada') });
    });
  }

  it('can leave: the server is told, and the outcome is what is proven', async () => {
    const leaving = new AbortController();
    const outcome = call('wait', new TestSink(), leaving.signal);
    await eventually(() => expect(upstream.messages('tools/call')).toHaveLength(1));
    leaving.abort();
    await eventually(() => expect(aborted).toBe(1));
    expect(await outcome).toMatchObject({ kind: 'unknown', reason: 'it was cancelled before an answer came' });
    expect(upstream.messages('notifications/cancelled')).toHaveLength(era === 'legacy' ? 1 : 0);
  }, 15_000);

  it('that left before anything was sent costs the server nothing', async () => {
    expect(await call('work', new TestSink(), AbortSignal.abort())).toMatchObject({ kind: 'not_sent' });
    expect(upstream.messages('tools/call')).toHaveLength(0);
  });
});

type Watch = (signal: AbortSignal) => Promise<never>;

function legacyServer(watch: Watch): LegacyMcpServer {
  const server = new LegacyMcpServer({ name: 'legacy', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('work', {}, async ({ _meta, sendNotification }) => {
    const progressToken = _meta?.progressToken ?? 'somebody else';
    await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
    await sendNotification({ method: 'notifications/message', params: { level: 'info', data: 'at work' } });
    return text('done');
  });
  server.registerTool('ask', {}, async ({ sendRequest }) => {
    const answer = await sendRequest({ method: 'elicitation/create', params: QUESTION }, ElicitResultSchema);
    return text(String(answer.content?.['name']));
  });
  server.registerTool('wait', {}, ({ signal }) => watch(signal));
  return server;
}

function modernServer(watch: Watch): McpServer {
  const server = new McpServer({ name: 'modern', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('work', {}, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken ?? 'somebody else';
    await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
    await mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data: 'at work' } });
    return text('done');
  });
  server.registerTool('ask', {}, ({ mcpReq }) => {
    const response = mcpReq.inputResponses?.['who'] as { content?: { name?: string } } | undefined;
    if (response !== undefined) return text(String(response.content?.name));
    return inputRequired({ inputRequests: { who: inputRequired.elicit(QUESTION) } });
  });
  server.registerTool('wait', {}, ({ mcpReq }) => watch(mcpReq.signal));
  return server;
}
