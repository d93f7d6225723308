import { describe, expect, it } from '@jest/globals';
import { withClientUris } from './client-uris.js';
import { toPassedError } from './passed-error.js';
import { toPassedResult } from './passed-result.js';

const toClientUri = (uri: string): string => `mcp+jira:${uri}`;

describe('an error of a server', () => {
  it.each<[number, object | undefined, 'legacy' | 'modern', number, number]>([
    [-32_602, undefined, 'legacy', -32_602, 200],
    [-32_602, undefined, 'modern', -32_602, 200],
    [-32_602, { uri: 'a:b' }, 'legacy', -32_002, 200],
    [-32_002, { uri: 'a:b' }, 'legacy', -32_002, 200],
    [-32_002, { uri: 'a:b' }, 'modern', -32_602, 200],
    [-32_603, undefined, 'modern', -32_603, 200],
    [-32_021, { requiredCapabilities: {} }, 'modern', -32_021, 400],
    [-32_021, undefined, 'legacy', -32_603, 200],
    [-32_601, undefined, 'modern', -32_603, 200],
    [-32_001, undefined, 'legacy', -32_603, 200],
    [-32_020, undefined, 'modern', -32_603, 200],
    [-32_042, undefined, 'modern', -32_603, 200],
    [4_711, { any: 'thing' }, 'modern', 4_711, 200],
    [0.5, undefined, 'modern', -32_603, 200],
  ])('%d with %j is to a %s client %d', (code, data, era, expected, status) => {
    const fault = toPassedError({ code, message: 'm', ...(data === undefined ? {} : { data }) }, era, toClientUri);
    expect([fault.code, fault.status, fault.message]).toEqual([expected, status, 'm']);
  });

  it('names resources as its client does, and is of a length that a client can bear', () => {
    const uri = { code: -32_602, message: 'x'.repeat(5_000), data: { uri: 'a:b', more: 1 } };
    const fault = toPassedError(uri, 'modern', toClientUri);
    expect([fault.data, fault.message.length]).toEqual([{ uri: 'mcp+jira:a:b', more: 1 }, 1_000]);
    const long = { code: 1, message: '', data: { text: 'x'.repeat(70_000) } };
    expect(toPassedError(long, 'modern', toClientUri)).not.toHaveProperty('data');
    expect(toPassedError({ code: 1, message: '', data: 'text' }, 'modern', toClientUri)).not.toHaveProperty('data');
  });
});

describe('a result of a server', () => {
  const meta = { 'io.modelcontextprotocol/serverInfo': { name: 'other' }, 'a.example/b': 1 };
  const result = { resultType: 'complete', ttlMs: 9, cacheScope: 'public', contents: [], extra: 1, _meta: meta };

  it('is passed on without what is between us and the server', () => {
    const toClient = (era: 'legacy' | 'modern', isCacheable: boolean): unknown =>
      JSON.parse(toPassedResult(result, era, { isCacheable }));
    expect(toClient('legacy', true)).toEqual({ contents: [], extra: 1, _meta: { 'a.example/b': 1 } });
    expect(toClient('modern', true)).toMatchObject({
      resultType: 'complete',
      ttlMs: 5_000,
      cacheScope: 'private',
      contents: [],
      extra: 1,
      _meta: { 'a.example/b': 1, 'io.modelcontextprotocol/serverInfo': { name: 'countersign' } },
    });
    expect(toClient('modern', false)).not.toHaveProperty('ttlMs');
    expect(toPassedResult({ contents: [] }, 'legacy', { isCacheable: true })).toBe('{"contents":[]}');
  });

  it('names the resources that it links to or embeds as its client does, and changes nothing else', () => {
    const link = { type: 'resource_link', uri: 'a:b', name: 'n', mimeType: 'text/plain' };
    const embedded = { type: 'resource', resource: { uri: 'a:b', text: 'a:b' }, annotations: {} };
    const messages = [link, embedded, { type: 'text', text: 'a:b' }, [link, 7], 'odd', null].map((content) => ({
      role: 'user',
      content,
    }));
    const exposed = { ...link, uri: 'mcp+jira:a:b' };
    expect(withClientUris(messages, toClientUri).map(({ content }) => content)).toEqual([
      exposed,
      { ...embedded, resource: { uri: 'mcp+jira:a:b', text: 'a:b' } },
      { type: 'text', text: 'a:b' },
      [exposed, 7],
      'odd',
      null,
    ]);
  });
});
