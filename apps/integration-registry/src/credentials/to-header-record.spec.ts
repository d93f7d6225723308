import { describe, expect, it } from '@jest/globals';
import { toHeaderRecord } from './to-header-record.js';

describe('static headers', () => {
  it('become what is sent', () => {
    expect(toHeaderRecord([{ name: 'Authorization', value: 'Bearer x' }])).toEqual({ Authorization: 'Bearer x' });
  });

  it.each([
    'Host',
    'content-length',
    'Content-Type',
    'Transfer-Encoding',
    'Mcp-Session-Id',
    'MCP-Protocol-Version',
    'Accept',
  ])('cannot replace %s', (name) => {
    expect(() =>
      toHeaderRecord([
        { name: 'X-Fine', value: 'v' },
        { name, value: 'secret' },
      ]),
    ).toThrow(
      expect.objectContaining({
        problems: [{ pointer: '/headers/1/name', code: 'reserved_header', message: `${name} cannot be set` }],
      }),
    );
  });

  it('come once each, whatever their case', () => {
    const twice = [
      { name: 'X-Key', value: 'a' },
      { name: 'x-key', value: 'b' },
    ];
    expect(() => toHeaderRecord(twice)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ pointer: '/headers/1/name' })] }),
    );
  });

  it('are bounded together', () => {
    const large = ['A', 'B', 'C'].map((name) => ({ name, value: 'v'.repeat(8_000) }));
    expect(() => toHeaderRecord(large)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ pointer: '/headers', code: 'max_length' })] }),
    );
  });
});
