import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createEgress } from '@countersign/egress';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import type { CallSink } from './call-sink.js';
import { SseSdkServer } from './sse-sdk-server.fixture-spec.js';
import { TestSink } from './test-sink.fixture-spec.js';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome } from './upstream-outcome.js';
import { UpstreamClient } from './upstream.client.js';

const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

describe('a client behind a call to a server of HTTP+SSE', () => {
  let upstream: SseSdkServer;
  let client: UpstreamClient;
  let aborted = 0;

  beforeEach(async () => {
    aborted = 0;
    upstream = await SseSdkServer.start(createServer);
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));
  });
  afterEach(async () => {
    client.close();
    await upstream.stop();
  });

  const createServer = (): McpServer => {
    const server = new McpServer({ name: 'old', version: '1' }, { capabilities: { logging: {} } });
    server.registerTool('work', {}, async ({ _meta, sendNotification }) => {
      const progressToken = _meta?.progressToken ?? 'somebody else';
      for (const progress of [1, 2, 3]) {
        await sendNotification({ method: 'notifications/progress', params: { progressToken, progress } });
      }
      return text('done');
    });
    const waitFor = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          aborted += 1;
          resolve();
        });
      });
    server.registerTool('wait', {}, ({ signal }) => waitFor(signal).then(() => text('it was called off')));
    return server;
  };
  const call = async (toolName: string, sink?: CallSink, signal?: AbortSignal): Promise<UpstreamOutcome> => {
    const target = aTarget(upstream, { transport: 'sse', protocolVersion: '2024-11-05' });
    const opened = await client.open(target, { reuse: true, sink });
    return opened.callTool({ callId: newId(), fence: 1, toolName, argumentsText: '{}' }, signal);
  };

  it('hears of progress under its own token, in order, each call of its own', async () => {
    const sinks = [new TestSink(), new TestSink()];
    const outcomes = await Promise.all(sinks.map((sink) => call('work', sink)));
    expect(outcomes).toMatchObject([{ kind: 'result', result: text('done') }, { kind: 'result' }]);
    for (const { notifications } of sinks) {
      expect(notifications.map(({ params }) => [params['progressToken'], params['progress']])).toEqual([
        [7, 1],
        [7, 2],
        [7, 3],
      ]);
    }
    expect(await call('work')).toMatchObject({ kind: 'result' });
  });

  it('can leave: the server is told, in the session of that very call, and the others go on', async () => {
    const leaving = new AbortController();
    const left = call('wait', new TestSink(), leaving.signal);
    const other = call('wait', new TestSink());
    await eventually(() => expect(upstream.times('tools/call')).toBe(2));
    leaving.abort();
    await eventually(() => expect(aborted).toBe(1));
    expect(await left).toMatchObject({ kind: 'unknown', reason: 'it was cancelled before an answer came' });
    expect(upstream.times('notifications/cancelled')).toBe(1);
    expect(await call('work', new TestSink())).toMatchObject({ kind: 'result' });
    await upstream.stop();
    expect(await other).toMatchObject({ kind: 'unknown' });
  }, 15_000);

  it('that left before anything was sent costs the server no call', async () => {
    expect(await call('work', new TestSink(), AbortSignal.abort())).toMatchObject({ kind: 'not_sent' });
    expect(upstream.times('tools/call')).toBe(0);
  });
});
