import { describe, expect, it } from '@jest/globals';
import { liveHeapBytes } from '@countersign/testing';
import type { Dispatcher } from 'undici';
import { BodyParts } from './body-parts.js';
import { AnswerReader } from './upstream/answer-reader.client.js';

describe('BodyParts', () => {
  it('is what came, in its order, however many parts it came in', () => {
    for (const count of [0, 1, 2, 1_023, 1_024, 1_025, 5_000]) {
      const parts = new BodyParts();
      const sent = Array.from({ length: count }, (_, index) => Buffer.from(`${index},`));
      for (const part of sent) parts.push(part);
      expect(parts.join().equals(Buffer.concat(sent))).toBe(true);
    }
  });

  it('lets the answer of a server in single bytes cost little more than its bytes', async () => {
    const count = 1_000_000;
    const reader = new AnswerReader('1', { room: { hold: () => true } });
    const controller = {} as Dispatcher.DispatchController;
    const read = (text: string): void => reader.onResponseData(controller, Buffer.from(text));
    reader.onResponseStart(controller, 200, { 'content-type': 'application/json' });
    const before = liveHeapBytes();
    for (let sent = 0; sent < count; sent += 1) read(' ');
    expect(liveHeapBytes() - before).toBeLessThan(20 * count);
    read('{"jsonrpc":"2.0","id":"1","result":{}}');
    reader.onResponseEnd();
    expect(await reader.answer).toEqual({ result: {} });
  });
});
