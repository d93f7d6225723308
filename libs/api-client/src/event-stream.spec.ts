import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ApiProblem } from './api-problem.js';
import { eventStream, type StreamMessage } from './event-stream.js';

/** Connections in order: pieces of text, or a refusal. */
function connections(...answers: (readonly string[] | Response)[]) {
  const resumedAfter: (string | null)[] = [];
  const connect = (lastEventId: string | null): Promise<Response> => {
    resumedAfter.push(lastEventId);
    const next = answers.shift() ?? [];
    return Promise.resolve(next instanceof Response ? next : new Response(ReadableStream.from(encoded(next))));
  };
  return { connect, resumedAfter };
}

function* encoded(pieces: readonly string[]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const piece of pieces) yield encoder.encode(piece);
}

async function take(stream: AsyncIterable<StreamMessage>, count: number): Promise<StreamMessage[]> {
  const taken: StreamMessage[] = [];
  for await (const message of stream) if (taken.push(message) === count) break;
  return taken;
}

const refusal = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ code: 'stream.too_many', detail: 'Too many.' }), { status, headers });

describe('a stream of events', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('puts messages together from pieces of any length', async () => {
    const { connect } = connections([
      'id: 1\nda',
      'ta: a\r\ndata: b\r\n\r\n: heartbeat\n\n',
      'event: end\ndata: {}\n\n',
    ]);
    expect(await take(eventStream({ connect }), 2)).toEqual([
      { id: '1', event: 'message', data: 'a\nb' },
      { id: null, event: 'end', data: '{}' },
    ]);
  });

  it('comes back after the last message that had an id, when the server says', async () => {
    const waits: number[] = [];
    const { connect, resumedAfter } = connections(['retry: 1\n\nid: 7\ndata: a\n\n', 'data: b\n\n'], ['data: c\n\n']);
    const stream = eventStream({ connect, lastEventId: '3', onLost: (ms) => waits.push(ms) });
    expect((await take(stream, 3)).map(({ data }) => data)).toEqual(['a', 'b', 'c']);
    expect([resumedAfter, waits]).toEqual([['3', '7'], [1]]);
  });

  it('counts what is lost in a row, and ends where that is too much for whoever listens', async () => {
    const counted: number[] = [];
    const onLost = (_waitMs: number, losses: number): void => {
      counted.push(losses);
      if (losses === 3) throw new Error('gone');
    };
    const { connect } = connections(['retry: 1\n\n'], ['data: a\n\n'], [], [': heartbeat\n\n']);
    await expect(take(eventStream({ connect, onLost }), 2)).rejects.toThrow('gone');
    expect(counted).toEqual([1, 1, 2, 3]);
  });

  it('takes the end of a connection that lasted for no failure', async () => {
    let nowMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const counted: number[] = [];
    const { connect } = connections(['retry: 1\n\n'], [], [], ['data: a\n\n']);
    const lasting = (lastEventId: string | null): Promise<Response> => {
      // Of the third one.
      if (counted.length === 2) nowMs += 30_000;
      return connect(lastEventId);
    };
    await take(eventStream({ connect: lasting, onLost: (_waitMs, losses) => counted.push(losses) }), 1);
    expect(counted).toEqual([1, 2, 1]);
  });

  it('waits as long as a refusal says, and tries again', async () => {
    const waits: number[] = [];
    const { connect } = connections(refusal(429, { 'retry-after': '0' }), refusal(503, { 'retry-after': '0' }), [
      'data: a\n\n',
    ]);
    await take(eventStream({ connect, onLost: (ms) => waits.push(ms) }), 1);
    expect(waits).toEqual([0, 0]);
  });

  it('ends with the problem when no waiting helps', async () => {
    const { connect } = connections(refusal(403));
    await expect(take(eventStream({ connect }), 1)).rejects.toEqual(expect.any(ApiProblem));
  });

  it('ends when it is told to', async () => {
    const ended = AbortSignal.timeout(1);
    const { connect } = connections(['data: a\n\n']);
    expect(await take(eventStream({ connect, signal: ended }), 2)).toHaveLength(1);
  });
});
