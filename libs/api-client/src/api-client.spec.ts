import { describe, expect, it } from '@jest/globals';
import { answerOf, taggedAnswerOf } from './answer-of.js';
import { ApiProblem } from './api-problem.js';
import { createApiClient } from './create-api-client.js';
import { newIdempotencyKey } from './idempotency-key.js';
import { itemsOf } from './items-of.js';

const WORKSPACE = { path: { workspaceId: 'default' } };
const AGENTS = '/api/v1/workspaces/{workspaceId}/agents';

function clientThatGets(answer: Response, identity = {}) {
  const sent: Request[] = [];
  const fetch = (request: Request): Promise<Response> => {
    sent.push(request);
    return Promise.resolve(answer.clone());
  };
  return { api: createApiClient({ baseUrl: 'http://gateway.test', fetch, ...identity }), sent };
}

describe('the client', () => {
  it('says who asks, and shows the token of a session with writes alone', async () => {
    const identity = { client: 'cli', token: () => 't', csrfToken: () => 'c' };
    const { api, sent } = clientThatGets(Response.json({}), identity);
    await api.GET(AGENTS, { params: WORKSPACE });
    await api.POST(AGENTS, { params: WORKSPACE, body: { name: 'a', instructions: 'b' } });
    expect(sent.map(({ headers }) => headers.get('x-csrf-token'))).toEqual([null, 'c']);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer t');
    expect(sent[0]?.headers.get('x-countersign-client')).toBe('cli');
  });

  it('gives the answer with its tag', async () => {
    const { api } = clientThatGets(Response.json({ items: [], nextCursor: null }, { headers: { etag: '"1"' } }));
    expect(await taggedAnswerOf(api.GET(AGENTS, { params: WORKSPACE }))).toEqual({
      data: { items: [], nextCursor: null },
      etag: '"1"',
    });
  });

  it('throws what the API says when it refuses', async () => {
    const errors = [{ pointer: '/name', code: 'is_string', message: 'name must be a string' }];
    const body = { status: 429, code: 'rate.limited', detail: 'Slow down.', errors, requestId: 'r' };
    const { api } = clientThatGets(Response.json(body, { status: 429, headers: { 'retry-after': '3' } }));
    const problem = await answerOf(api.GET(AGENTS, { params: WORKSPACE })).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 429, code: 'rate.limited', message: 'Slow down.', errors, requestId: 'r' });
    expect(problem).toMatchObject({ retryAfterSeconds: 3 });
  });

  it.each(['<h1>Bad gateway</h1>', '', '"text"', 'null'])('keeps the status when a proxy answers %j', async (page) => {
    const { api } = clientThatGets(new Response(page, { status: 502 }));
    const problem = await answerOf(api.GET(AGENTS, { params: WORKSPACE })).catch((error: unknown) => error);
    expect(problem).toMatchObject({ status: 502, code: 'http.502', retryAfterSeconds: null });
  });

  it('goes through all pages of a list, and no further than it is read', async () => {
    const asked: object[] = [];
    const items = itemsOf((page) => {
      asked.push(page);
      return Promise.resolve({ items: [asked.length, -asked.length], nextCursor: asked.length < 9 ? 'next' : null });
    });
    const taken: number[] = [];
    for await (const item of items) if (taken.push(item) === 3) break;
    expect([taken, asked]).toEqual([
      [1, -1, 2],
      [{}, { cursor: 'next' }],
    ]);
  });

  it('makes keys that the API takes, each another one', () => {
    const keys = Array.from({ length: 100 }, newIdempotencyKey);
    expect(new Set(keys).size).toBe(100);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });
});
