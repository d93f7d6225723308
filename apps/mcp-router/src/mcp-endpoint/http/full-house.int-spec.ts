import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { eventually } from '@countersign/testing';
import {
  HELD_BODIES_SHARE_MAX,
  HELD_BYTES_MAX,
  HELD_BYTES_PER_PRINCIPAL_MAX,
  MCP_REQUESTS_SHARE_MAX,
} from '../../limits.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestMcpPost } from '../test-mcp-post.fixture-spec.js';
import { HeldBytes, type Room } from './held-bytes.js';

const CONNECTIONS = 8;
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('a router that holds as much as it can', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start({ environment: { MCP_CONNECTIONS_MAX: String(CONNECTIONS) } });
    workspace = await system.workspace();
  });
  afterAll(() => system.stop());

  const ping = (): Promise<Response> =>
    new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id)).body(PING, { connection: 'close' });

  it('refuses every principal with 503 and when to come back, and serves them when there is room again', async () => {
    const rooms: Room[] = [];
    const held = system.get(HeldBytes);
    for (let left = HELD_BYTES_MAX * HELD_BODIES_SHARE_MAX; left > 0; left -= HELD_BYTES_PER_PRINCIPAL_MAX) {
      const room = held.enter(`principal ${rooms.push(held.enter('nobody'))}`);
      expect(room.takeBody(Math.min(left, HELD_BYTES_PER_PRINCIPAL_MAX))).toBe('taken');
      rooms.push(room);
    }
    const refused = await ping();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ error: { message: expect.stringMatching(/as it can$/) } });
    for (const room of rooms) room.leave();
    await eventually(async () => expect((await ping()).status).toBe(200));
  });

  it('gives one principal a quarter of its connections, and has the others for everybody else', async () => {
    const token = system.clientToken(workspace.id);
    const { hostname, port } = new URL(system.mcpUrl());
    const begun =
      `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{';
    const sockets = Array.from({ length: CONNECTIONS * MCP_REQUESTS_SHARE_MAX }, () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write(begun);
      return socket;
    });
    const own = (): Promise<Response> => new TestMcpPost(system.mcpUrl(), token).body(PING, { connection: 'close' });
    await eventually(async () => {
      const refused = await own();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    });
    expect((await ping()).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect((await own()).status).toBe(200));
  });

  it('closes what comes beyond its connections, and then those on which nothing is asked', async () => {
    const { hostname, port } = new URL(system.mcpUrl());
    const sockets: Socket[] = [];
    const closed: Socket[] = [];
    const open = (): void => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined).on('close', () => closed.push(socket));
      sockets.push(socket);
    };
    // Served once, so that they are idle and not new.
    for (let count = 0; count < CONNECTIONS; count += 1) {
      open();
      const answered = new Promise((resolve) => sockets[count]?.once('data', resolve));
      sockets[count]?.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
      await answered;
    }
    expect(closed).toEqual([]);
    open();
    await eventually(() => expect(closed).toHaveLength(CONNECTIONS + 1));
    await eventually(async () => expect((await ping()).status).toBe(200));
    for (const socket of sockets) socket.destroy();
  });
});
