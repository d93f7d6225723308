import { describe, expect, it } from '@jest/globals';
import { answerBatch } from './answer-batch.js';
import type { RpcRequest } from './rpc-message.js';

describe('answerBatch', () => {
  const request = (id: number, method: string): RpcRequest => ({ kind: 'request', id, method, params: {} });
  const text = (answers: readonly Buffer[]): string[] => answers.map(String);

  it('answers in the order of the batch, with calls at the same time and nothing else', async () => {
    const requests = ['tools/call', 'tools/list', 'tools/call', 'tools/list'].map((method, id) => request(id, method));
    const running = new Set<string>();
    let together = '';
    const answers = await answerBatch(requests, async ({ id, method }) => {
      running.add(`${method}${id}`);
      if (method === 'tools/list') together += `${[...running].filter((name) => name.startsWith('tools/list')).length}`;
      else await new Promise((resolve) => setImmediate(resolve));
      running.delete(`${method}${id}`);
      return Buffer.from(String(id));
    });
    expect(text(answers)).toEqual(['0', '1', '2', '3']);
    expect(together).toBe('11');
  });

  it('keeps no more of the answers than its limit, and says so of each', async () => {
    const requests = [1, 2, 3].map((id) => request(id, 'tools/list'));
    const answers = await answerBatch(requests, ({ id }) => Promise.resolve(Buffer.alloc(id === 2 ? 9 : 4, 'x')), 10);
    expect(text(answers)).toEqual(['xxxx', expect.stringContaining('"id":2,"error":{"code":-32000'), 'xxxx']);
  });
});
