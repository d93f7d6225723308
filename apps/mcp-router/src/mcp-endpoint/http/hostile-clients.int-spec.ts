import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { eventually, liveHeapBytes } from '@countersign/testing';
import { newId } from '@countersign/database';
import { HeldTotal } from '../../held-total.js';
import { HELD_BYTES_PER_PRINCIPAL_MAX, HELD_BYTES_PER_VALUE, MCP_BODY_BYTES_MAX } from '../../limits.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestUpstream } from '../../test-upstream.fixture-spec.js';
import { TestMcpPost } from '../test-mcp-post.fixture-spec.js';

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('clients that mean harm', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;
  let upstream: TestUpstream;

  beforeAll(async () => {
    [system, upstream] = await Promise.all([RouterSystem.start(), TestUpstream.start('modern')]);
    workspace = await system.workspace();
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const clientOf = (token: string): TestMcpPost => new TestMcpPost(system.mcpUrl(), token);

  it('gives the bodies of one principal that never end only so much room, and answers everybody else', async () => {
    const token = system.clientToken(workspace.id);
    const sockets: Socket[] = [];
    const answers: string[] = [];
    const most = MCP_BODY_BYTES_MAX - 1;
    const head =
      `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${MCP_BODY_BYTES_MAX}\r\n\r\n`;
    for (let held = 0; held <= HELD_BYTES_PER_PRINCIPAL_MAX; held += most) {
      const socket = connect(Number(new URL(system.mcpUrl()).port), '127.0.0.1');
      socket.on('data', (part) => answers.push(part.toString())).on('error', () => undefined);
      socket.write(Buffer.concat([Buffer.from(head), Buffer.alloc(most, ' ')]));
      sockets.push(socket);
    }
    await eventually(() => expect(answers.join('')).toMatch(/^HTTP\/1\.1 429 /));
    expect((await clientOf(system.clientToken(workspace.id)).body(PING)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect((await clientOf(token).body(PING)).status).toBe(200));
  });

  it('asks for nothing any more when its token is revoked before its body is complete', async () => {
    const token = { jti: newId(), sub: newId() };
    const integration = await system.integration(workspace.id, 'Slow', upstream);
    await system.tool(workspace.id, integration, 'remove', { requiresApproval: true });
    await system.caughtUp();
    const body = JSON.stringify({ ...PING, method: 'tools/call', params: { name: 'Slow__remove', arguments: {} } });
    const answers: string[] = [];
    const socket = connect(Number(new URL(system.mcpUrl()).port), '127.0.0.1');
    socket.on('data', (part) => answers.push(part.toString())).on('error', () => undefined);
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${system.clientToken(workspace.id, token)}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, -1)}`,
    );
    await eventually(() => expect(system.get(HeldTotal).bytes).toBeGreaterThanOrEqual(body.length - 1));
    system.neighbours.revoke(workspace.id, token.jti);
    await eventually(() => expect(answers.join('')).toMatch(/^HTTP\/1\.1 401 /));
    // What comes after it on the connection is answered after it, so everything that it could have begun has begun.
    socket.write(`${body.slice(-1)}GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await eventually(() => expect(answers.join('')).toMatch(/HTTP\/1\.1 404 /));
    const other = clientOf(system.clientToken(workspace.id, { holdMs: 1 }));
    await other.request('legacy', 'tools/call', { name: 'Slow__remove', arguments: {} });
    expect(await system.query(workspace.id, 'select 1 as one from calls')).toEqual([{ one: 1 }]);
    socket.destroy();
  });

  it('makes no more of a body in single bytes than its bytes', async () => {
    const token = system.clientToken(workspace.id);
    const bytes = 400_000;
    const socket = connect(Number(new URL(system.mcpUrl()).port), '127.0.0.1');
    const answers: string[] = [];
    socket.on('data', (part) => answers.push(part.toString())).on('error', () => undefined);
    const before = liveHeapBytes();
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n` +
        'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    socket.write('1\r\n \r\n'.repeat(bytes));
    await eventually(() => expect(system.get(HeldTotal).bytes).toBeGreaterThanOrEqual(bytes));
    // Each part by itself would be over 100 times its byte.
    expect(liveHeapBytes() - before).toBeLessThan(20 * bytes);
    const ping = JSON.stringify(PING);
    socket.write(`${Buffer.byteLength(ping).toString(16)}\r\n${ping}\r\n0\r\n\r\n`);
    await eventually(() => expect(answers.join('')).toMatch(/^HTTP\/1\.1 200 /));
    socket.destroy();
    await eventually(() => expect(system.get(HeldTotal).bytes).toBe(0));
  });

  it('counts a batch as the requests that are in it', async () => {
    const token = system.clientToken(workspace.id, { sub: newId() });
    const statuses: number[] = [];
    for (let round = 0; round < 50 && statuses.at(-1) !== 429; round += 1) {
      const response = await clientOf(token).body(Array.from({ length: 100 }, () => PING));
      statuses.push(response.status);
    }
    expect(statuses[0]).toBe(200);
    expect(statuses).toContain(429);
  });

  it('holds a request as what it has become, and not as its bytes', async () => {
    const integration = await system.integration(workspace.id, 'Wide', upstream);
    await system.tool(workspace.id, integration, 'remove', { requiresApproval: true });
    await system.caughtUp();
    const client = new AbortController();
    const params = { name: 'Wide__remove', arguments: { lists: Array(20_000).fill([]) } };
    const asked = fetch(system.mcpUrl(), {
      method: 'POST',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${system.clientToken(workspace.id)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ ...PING, method: 'tools/call', params }),
      signal: client.signal,
    }).catch(() => undefined);
    await eventually(() => expect(system.get(HeldTotal).bytes).toBeGreaterThan(40_000 * HELD_BYTES_PER_VALUE));
    client.abort();
    await asked;
    await eventually(() => expect(system.get(HeldTotal).bytes).toBe(0));
  });
});
