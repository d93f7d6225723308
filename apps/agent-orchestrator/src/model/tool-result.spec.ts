import { describe, expect, it } from '@jest/globals';
import { RESULT_BYTES_MAX, toToolResult } from './tool-result.js';

const result = (content: unknown, more: object = {}) => toToolResult(JSON.stringify({ content, ...more }));
const png = { type: 'image', data: 'iVBO Rw0KGgo=', mimeType: 'image/PNG' };

describe('what a model is given of a result', () => {
  it.each<[string, object, string]>([
    ['text', { type: 'text', text: 'one' }, 'one'],
    ['image', png, '[image image/PNG, 8 bytes]'],
    ['audio', { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' }, '[audio audio/wav, 3 bytes]'],
    [
      'link',
      { type: 'resource_link', uri: 'file:///a.txt', name: 'a.txt', mimeType: 'text/plain', size: 12 },
      '[link to resource file:///a.txt: a.txt, text/plain, 12 bytes]',
    ],
    ['bare link', { type: 'resource_link', uri: 'file:///a.txt' }, '[link to resource file:///a.txt]'],
    ['text resource', { type: 'resource', resource: { uri: 'file:///a', text: 'hi' } }, '[resource file:///a]\nhi'],
    [
      'binary resource',
      { type: 'resource', resource: { uri: 'file:///a', blob: 'AAAA', mimeType: 'application/zip' } },
      '[resource file:///a application/zip, 3 bytes]',
    ],
    ['image without data', { type: 'image', mimeType: 'image/png' }, '[image image/png, without data]'],
    ['unknown block', { type: 'hologram', size: 1 }, '{"type":"hologram","size":1}'],
  ])('has words for a block of the kind: %s', (_, block, words) => {
    expect(result([block]).text).toBe(words);
  });

  it('keeps all blocks in order, with the files that models can look at', () => {
    const pdf = {
      type: 'resource',
      resource: { uri: 'file:///a.pdf', blob: 'JVBERi0x', mimeType: 'application/pdf' },
    };
    const { text, blocks } = result([
      { type: 'text', text: 'one' },
      { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' },
      png,
      pdf,
      { type: 'text', text: 'two' },
    ]);
    expect(text.split('\n')).toHaveLength(5);
    expect(blocks).toEqual([
      { type: 'text', text: 'one\n[audio audio/wav, 3 bytes]' },
      { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
      { type: 'file', mediaType: 'application/pdf', data: 'JVBERi0x' },
      { type: 'text', text: 'two' },
    ]);
  });

  it('shows no file whose data is no base64, and none that is not what providers take, whatever it is called', () => {
    expect(result([{ ...png, data: '<svg>' }]).blocks).toBeUndefined();
    expect(result([{ ...png, data: 'PHN2Zz48L3N2Zz4=', mimeType: 'image/png' }]).blocks).toBeUndefined();
  });

  it.each([
    ['image/png', 'iVBORw0KGgo='],
    ['image/jpeg', '/9j/4AAQ'],
    ['image/gif', 'R0lGODlh'],
    ['image/webp', 'UklGRv/xAgNXRUJQVlA4TA=='],
    ['application/pdf', 'JVBERi0x'],
  ])('knows the file of a %s by its first bytes, not by what it is called', (mediaType, data) => {
    expect(result([{ type: 'image', data, mimeType: 'image/x' }]).blocks).toEqual([{ type: 'file', mediaType, data }]);
  });

  it('says structured content once, however the server repeats it', () => {
    const structuredContent = { count: 1, list: ['a'] };
    expect(result([], { structuredContent }).text).toBe('{"count":1,"list":["a"]}');
    const repeated = { type: 'text', text: JSON.stringify(structuredContent, null, 2) };
    expect(result([repeated], { structuredContent }).text).toBe(repeated.text);
    expect(result([{ type: 'text', text: 'one' }], { structuredContent }).text).toBe('one\n{"count":1,"list":["a"]}');
  });

  it('is cut at its bound in bytes, between characters, and says so', () => {
    const { text } = result([{ type: 'text', text: '€'.repeat(RESULT_BYTES_MAX / 2) }]);
    expect(text).toMatch(/^€+\n\[cut: the result has 1572864 bytes\]$/);
    expect(Buffer.byteLength(text)).toBeLessThan(RESULT_BYTES_MAX + 100);
  });

  it('has files within the same bound, and says which were too large', () => {
    const large = { ...png, data: `iVBORw0KGgoA${'A'.repeat(RESULT_BYTES_MAX - 20_000)}` };
    const { blocks } = result([large, large, png]);
    expect(blocks?.map((block) => (block.type === 'text' ? block.text : block.mediaType))).toEqual([
      'image/png',
      '[image image/PNG, 771441 bytes; too large to be shown]',
      'image/png',
    ]);
    const many = result(Array.from({ length: 20 }, () => png));
    expect(many.blocks?.filter(({ type }) => type === 'file')).toHaveLength(16);
  });

  it('is safe to store and to send: no NUL, no half characters', () => {
    expect(result([{ type: 'text', text: 'NUL \0 half \ud83d' }]).text).toBe('NUL \ufffd half \ufffd');
  });

  it.each(['plain', 'null', '7', '{"content":"text"}'])(
    'is %j itself where that is no result of the protocol',
    (text) => {
      expect(toToolResult(text)).toEqual({ text });
    },
  );
});
