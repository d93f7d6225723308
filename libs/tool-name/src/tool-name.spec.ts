import { describe, expect, it } from '@jest/globals';
import { assertToolName, InvalidToolNameError, toolNameBytes, toolNameDigest } from './index.js';

describe('tool names', () => {
  it.each(['a', '\0', ' ', '😀', 'a'.repeat(1024), 'é'.repeat(512), '\uFEFF'])('takes %j', (name) => {
    expect(() => assertToolName(name)).not.toThrow();
  });

  it.each([
    ['', 'empty'],
    ['\ud800', 'malformed'],
    ['a\udc00b', 'malformed'],
    ['a'.repeat(1025), 'too_long'],
    ['é'.repeat(513), 'too_long'],
  ])('refuses %j', (name, code) => {
    expect(() => assertToolName(name)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses with an error that does not repeat what a server sent (rule 8)', () => {
    const refuse = () => assertToolName('\u202Esecret\ud800');
    expect(refuse).toThrow(InvalidToolNameError);
    expect(refuse).not.toThrow(/secret/);
  });
});

describe('rule 7: tool names in storage', () => {
  it('keys a name by the SHA-256 of its UTF-8', () => {
    expect(toolNameDigest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(toolNameDigest('\0')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('tells NFC from NFD and upper from lower case', () => {
    const names = ['caf\u00e9', 'cafe\u0301', 'Caf\u00e9'];
    expect(new Set(names.map(toolNameDigest)).size).toBe(3);
    expect(new Set(names.map((name) => toolNameBytes(name).toString('hex'))).size).toBe(3);
  });

  it('has neither key nor bytes for what is no tool name', () => {
    expect(() => toolNameDigest('\ud800')).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(() => toolNameBytes('')).toThrow(expect.objectContaining({ code: 'empty' }));
  });
});
