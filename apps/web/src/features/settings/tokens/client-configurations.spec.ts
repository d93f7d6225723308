import { describe, expect, it } from '@jest/globals';
import { clientConfigurations } from './client-configurations.js';

describe('the configuration of clients', () => {
  const all = clientConfigurations('https://tools.example.com/mcp', 'secret');

  it('names the endpoint and the token for every client', () => {
    expect(all.map(({ client }) => client)).toEqual(['Claude Code', 'Cursor', 'VS Code', 'JSON']);
    for (const { text } of all) {
      expect(text).toContain('https://tools.example.com/mcp');
      expect(text).toContain('Bearer secret');
    }
  });

  it('is JSON wherever it goes into a file', () => {
    const [, cursor, code] = all.map(({ text }) => text);
    expect(JSON.parse(cursor ?? '')).toHaveProperty('mcpServers.countersign.url');
    expect(JSON.parse(code ?? '')).toHaveProperty('servers.countersign.type', 'http');
  });
});
