import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createEgress } from '@countersign/egress';
import { newId } from '@countersign/database';
import { eventually, freePort } from '@countersign/testing';
import { HeldTotal } from '../held-total.js';
import { HeldAnswers } from './held-answers.js';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome } from './upstream-outcome.js';
import { UpstreamHealth } from '../upstream-health/upstream-health.host.js';
import { UpstreamClient } from './upstream.client.js';

type Answer = (response: ServerResponse, id: unknown) => void;

const answerTo = (id: unknown): string => JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } });
const stream = (response: ServerResponse): void =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' });

const manyValues = (id: unknown): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[${'1,'.repeat(1_000_000)}1]}}`;

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
  let received = 0;
  let client: UpstreamClient | undefined;
  let total = new HeldTotal();

  afterEach(async () => {
    // Whatever became of the answer.
    await eventually(() => expect(total.bytes).toBe(0));
    total = new HeldTotal();
    client?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  const call = async (answer: Answer, timeoutMs: number, signal?: AbortSignal): Promise<UpstreamOutcome> => {
    received = 0;
    const port = await freePort();
    server = createServer((request, response) => {
      received += 1;
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => answer(response, (JSON.parse(Buffer.concat(chunks).toString()) as { id: unknown }).id));
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    const egress = createEgress({ allow: [{ host: '127.0.0.1', http: true }] });
    client = new UpstreamClient(egress, new UpstreamHealth(), new HeldAnswers(total));
    const target = aTarget({ url: `http://127.0.0.1:${port}/mcp`, era: 'modern' }, { timeoutMs });
    const opened = await client.open(target, { reuse: true });
    return opened.callTool({ callId: newId(), fence: 1, toolName: 'a', argumentsText: '{}' }, signal);
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

  it.each<[string, (response: ServerResponse) => ServerResponse]>([
    ['a body', (response) => response.writeHead(200)],
    ['a stream', (response) => (stream(response), response)],
  ])('whose answer finds no room, as %s, is asked once, and nobody knows what it did', async (_what, begin) => {
    total = new HeldTotal(1_024 * 1_024);
    const outcome = await call((response) => flood(begin(response), `data: ${'x'.repeat(65_536)}\n`), 30_000);
    expect(outcome).toEqual({ kind: 'unknown', reason: 'this router had no room for the answer' });
    expect(received).toBe(1);
  });

  it.each<[string, (response: ServerResponse) => ServerResponse, string]>([
    ['a body', (response) => response.writeHead(200), ''],
    ['a stream', (response) => (stream(response), response), 'data: '],
  ])('that holds back the end of %s takes room, until nobody waits for it', async (_what, begin, prefix) => {
    const client = new AbortController();
    const asked = call((response) => begin(response).write(`${prefix}${'x'.repeat(65_536)}`), 30_000, client.signal);
    await eventually(() => expect(total.bytes).toBeGreaterThanOrEqual(65_536));
    client.abort();
    expect(await asked).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/cancelled/) });
    expect(total.bytes).toBe(0);
  });

  it.each<[string, Answer]>([
    ['a body', (response, id) => response.writeHead(200).end(manyValues(id))],
    ['a stream', (response, id) => (stream(response), response.end(`data: ${manyValues(id)}\n\n`))],
  ])('whose answer of few bytes would fill the memory, as %s, is not parsed', async (_what, answer) => {
    expect(await call(answer, 30_000)).toEqual({ kind: 'unknown', reason: 'the answer has more than 1000000 values' });
  });

  it('that sends an event in single bytes takes the room that they take here', async () => {
    total = new HeldTotal(64 * 1_024);
    const outcome = await call((response, id) => {
      stream(response);
      for (const byte of `data: ${' '.repeat(2_000)}${answerTo(id)}\n\n`) response.write(byte);
      response.end();
    }, 5_000);
    expect(outcome).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/no room/) });
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
