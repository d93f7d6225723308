import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { createEgress } from '@countersign/egress';
import { freePort } from '@countersign/testing';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome, UpstreamTarget } from './upstream-outcome.js';
import { UpstreamClient } from './upstream.client.js';

describe('connections that a server keeps for a shorter time than we do', () => {
  let server: Server;
  let client: UpstreamClient;
  let target: UpstreamTarget;
  let connections = 0;
  let executed = 0;

  const start = async (keepAliveTimeout: number): Promise<void> => {
    [connections, executed] = [0, 0];
    // Without the second that Node's own servers add to what they say.
    server = createServer({ keepAliveTimeout, keepAliveTimeoutBuffer: 0 }, (request, response) => {
      void text(request).then((body) => {
        executed += 1;
        const { id } = JSON.parse(body) as { id: unknown };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } }));
      });
    });
    server.on('connection', () => (connections += 1));
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));
    target = aTarget({ url: `http://127.0.0.1:${port}/mcp`, era: 'modern' });
  };
  afterEach(async () => {
    client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const call = async (): Promise<UpstreamOutcome['kind']> => {
    const upstream = await client.open(target, { reuse: true });
    return (await upstream.callTool({ callId: newId(), fence: 1, toolName: 'a', argumentsText: '{}' })).kind;
  };

  it('lose no call that comes when the server closes them', async () => {
    const keptMs = 1_000;
    await start(keptMs);
    const outcomes = [await call()];
    // The very moments at which its end and our next request cross on the wire.
    for (const offMs of [-5, -1, 0, 1, 5]) {
      await pause(keptMs + offMs);
      outcomes.push(await call());
    }
    expect(new Set(outcomes)).toEqual(new Set(['result']));
    expect(executed).toBe(outcomes.length);
  });

  it('are used again within what the server says, and only then', async () => {
    await start(3_000);
    for (let count = 0; count < 3; count += 1) expect(await call()).toBe('result');
    expect(connections).toBe(1);
    await pause(2_000);
    expect(await call()).toBe('result');
    expect(connections).toBe(2);
  });
});
