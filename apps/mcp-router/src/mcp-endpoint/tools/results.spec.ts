import { describe, expect, it } from '@jest/globals';
import { isToolResult } from './is-tool-result.js';
import { presentResult } from './present-result.js';
import { toResultOfEra } from './result-of-era.js';

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const parsed = (json: Buffer): Record<string, unknown> => JSON.parse(json.toString()) as Record<string, unknown>;
const text = { type: 'text', text: 'a "quoted" } text' };

describe('isToolResult', () => {
  it.each([
    [{ content: [] }],
    [{ content: [text, { ...text, annotations: { priority: 1 }, _meta: {} }], isError: true, _meta: { a: 1 } }],
    [{ content: [{ type: 'image', data: 'AA==', mimeType: 'image/png' }] }],
    [{ content: [{ type: 'audio', data: 'AA==', mimeType: 'audio/wav' }] }],
    [{ content: [{ type: 'resource_link', uri: 'a:b', name: 'b' }] }],
    [{ content: [{ type: 'resource', resource: { uri: 'a:b', text: '' } }] }],
    [{ content: [{ type: 'resource', resource: { uri: 'a:b', blob: 'AA==' } }], structuredContent: [1] }],
  ])('takes %j', (result) => {
    expect(isToolResult(bytes(result))).toBe(true);
  });

  it.each([
    [{}],
    [{ content: 'x' }],
    [{ content: [7] }],
    [{ content: [{ type: 'text' }] }],
    [{ content: [{ type: 'text', text: 7 }] }],
    [{ content: [{ ...text, annotations: 7 }] }],
    [{ content: [text, { type: 'hologram', text: 'x' }] }],
    [{ content: [{ type: 'image', data: 'AA==' }] }],
    [{ content: [{ type: 'resource' }] }],
    [{ content: [{ type: 'resource', resource: { uri: 'a:b' } }] }],
    [{ content: [], isError: 'no' }],
    [{ content: [], _meta: [] }],
  ])('does not take %j', (result) => {
    expect(isToolResult(bytes(result))).toBe(false);
  });
});

describe('presentResult', () => {
  it('passes on the very bytes', () => {
    const json = Buffer.from('{ "content" : [ {"text":"\\u0041","type":"text"} ] , "x" : 1.0 }');
    expect(presentResult(json, 'id')).toBe(json);
  });

  it('shows what no client knows as the JSON that it is', () => {
    const strange = { content: [{ type: 'hologram' }], isError: true };
    expect(parsed(presentResult(bytes(strange), 'id'))).toEqual({
      content: [{ type: 'text', text: JSON.stringify(strange) }],
      isError: true,
    });
  });

  it('cuts what is too long for a model, and says where all of it is', () => {
    const long = { content: [text, { type: 'text', text: 'x'.repeat(2_000_000) }] };
    expect(parsed(presentResult(bytes(long), 'id'))['content']).toEqual([
      text,
      { type: 'text', text: expect.stringContaining('call id') },
    ]);
  });
});

describe('toResultOfEra', () => {
  const serverInfo = { 'io.modelcontextprotocol/serverInfo': expect.objectContaining({ name: 'countersign' }) };

  it.each([
    [
      { content: [text], isError: true },
      { content: [text], isError: true, resultType: 'complete', _meta: serverInfo },
    ],
    [
      { content: [], _meta: { a: 1 } },
      { content: [], resultType: 'complete', _meta: { a: 1, ...serverInfo } },
    ],
    [
      { content: [], _meta: {} },
      { content: [], resultType: 'complete', _meta: serverInfo },
    ],
    [
      { resultType: 'complete', content: [] },
      { content: [], resultType: 'complete', _meta: serverInfo },
    ],
    [{}, { resultType: 'complete', _meta: serverInfo }],
  ])('says in the modern era of %j what it is, and who says it', (result, expected) => {
    expect(parsed(toResultOfEra(bytes(result), 'modern'))).toEqual(expected);
  });

  it('leaves in the legacy era what it knows as it is', () => {
    const json = bytes({ content: [text], structuredContent: { a: 1 } });
    expect(toResultOfEra(json, 'legacy')).toBe(json);
  });

  it.each([
    [
      { content: [text], structuredContent: [1] },
      { content: [text], structuredContent: { result: [1] } },
    ],
    [
      { content: [], structuredContent: 7, isError: true },
      { content: [{ type: 'text', text: '7' }], structuredContent: { result: 7 }, isError: true },
    ],
  ])('wraps in the legacy era the structured content of %j', (result, expected) => {
    expect(parsed(toResultOfEra(bytes(result), 'legacy'))).toEqual(expected);
  });
});
