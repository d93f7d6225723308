import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createEgress } from '@countersign/egress';
import { newId } from '@countersign/database';
import { freePort } from '@countersign/testing';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome } from './upstream-outcome.js';
import { UpstreamClient } from './upstream.client.js';

type Answer = (response: ServerResponse, id: unknown) => void;

const answerTo = (id: unknown): string => JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } });
const stream = (response: ServerResponse): void =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' });

/** Writes for as long as somebody reads. */
function flood(response: ServerResponse, piece: string): void {
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write);
  write();
}

function drip(response: ServerResponse, piece: string): void {
  const timer = setInterval(() => response.write(piece), 20);
  response.on('close', () => clearInterval(timer));
}

describe('a hostile server', () => {
  let server: Server | undefined;
  let client: UpstreamClient | undefined;

  afterEach(async () => {
    client?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  const call = async (answer: Answer, timeoutMs: number): Promise<UpstreamOutcome> => {
    const port = await freePort();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => answer(response, (JSON.parse(Buffer.concat(chunks).toString()) as { id: unknown }).id));
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));
    const target = aTarget({ url: `http://127.0.0.1:${port}/mcp`, era: 'modern' }, { timeoutMs });
    const opened = await client.open(target, { reuse: true });
    return opened.callTool({ callId: newId(), fence: 1, toolName: 'a', argumentsText: '{}' });
  };

  it.each<[string, Answer]>([
    ['a body without end', (response) => flood(response.writeHead(200), 'x'.repeat(65_536))],
    [
      'a stream of comments without end',
      (response) => (stream(response), flood(response, `: ${'x'.repeat(65_536)}\n\n`)),
    ],
    ['one event without end', (response) => (stream(response), flood(response, `data: ${'x'.repeat(65_536)}\n`))],
    [
      'notifications without end',
      (response) => (stream(response), flood(response, `data: {"method":"x","pad":"${'x'.repeat(65_536)}"}\n\n`)),
    ],
  ])('that answers with %s is left after as much as one answer may have', async (_what, answer) => {
    expect(await call(answer, 30_000)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringMatching(/has more than \d+ bytes/),
    });
  });

  it.each<[string, Answer]>([
    ['a body', (response) => drip(response.writeHead(200), ' ')],
    ['a stream', (response) => (stream(response), drip(response, ':\n'))],
  ])('that drips %s gets no more time than it has', async (_what, answer) => {
    const startedAt = performance.now();
    expect(await call(answer, 300)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringMatching(/no answer came within/),
    });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('that goes on after its answer is left, and the answer counts', async () => {
    const outcome = await call((response, id) => {
      stream(response);
      response.write(`data: ${answerTo(id)}\n\n`);
      drip(response, ':\n');
    }, 5_000);
    expect(outcome).toMatchObject({ kind: 'result' });
  });
});
