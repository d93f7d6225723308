import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { eventually } from '@countersign/testing';
import { newId } from '@countersign/database';
import { HELD_BYTES_PER_PRINCIPAL_MAX, MCP_BODY_BYTES_MAX } from '../../limits.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestMcpPost } from '../test-mcp-post.fixture-spec.js';

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('clients that mean harm', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start();
    workspace = await system.workspace();
  });
  afterAll(() => system.stop());

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
});
