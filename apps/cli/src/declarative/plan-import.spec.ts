import { describe, expect, it } from '@jest/globals';
import { anIntegration } from './builders.fixture-spec.js';
import { readMcpConfig } from './mcp-config.js';
import { planImport } from './plan-import.js';
import { withoutSecrets } from './without-secrets.js';

const options = { slugs: new Map<string, string>(), posture: undefined, setCredentials: false };
const plan = (servers: Record<string, object>, over = {}) =>
  planImport(readMcpConfig(JSON.stringify({ mcpServers: servers }), {}), [anIntegration('Jira')], {
    ...options,
    ...over,
  });

describe('an import', () => {
  it('registers each server under the slug of its name', () => {
    const { manifest } = plan({ 'My Wiki (EU)': { url: 'https://w.example', type: 'sse' } }, { posture: 'ask' });
    expect([...(manifest.integrations ?? [])]).toEqual([
      [
        'My-Wiki-EU',
        { displayName: 'My Wiki (EU)', url: 'https://w.example', transport: 'sse', policy: { posture: 'ask' } },
      ],
    ]);
  });

  it('keeps what is there at the same address, and never points it elsewhere', () => {
    const { manifest, kept, refused } = plan({
      jira: { url: 'https://jira.example/mcp/' },
      JIRA: { url: 'https://evil.example' },
    });
    expect(kept).toEqual([{ name: 'jira', slug: 'Jira' }]);
    expect(refused).toEqual([{ name: 'JIRA', reason: expect.stringContaining('choose another with --slug') }]);
    expect(plan({ JIRA: { url: 'https://evil.example' } }).refused[0]?.reason).toContain('at another address');
    expect(manifest.integrations?.size).toBe(0);
  });

  it('shows names that come to one slug, or to none', () => {
    const { refused } = plan({ 'a b': { url: 'https://a' }, 'a-b': { url: 'https://b' }, 日本: { url: 'https://c' } });
    expect(refused.map(({ name }) => name)).toEqual(['a-b', '日本']);
    const slugs = new Map([
      ['a-b', 'second'],
      ['日本', 'Japan'],
    ]);
    expect([
      ...(plan(
        { 'a b': { url: 'https://a' }, 'a-b': { url: 'https://b' }, 日本: { url: 'https://c' } },
        { slugs },
      ).manifest.integrations?.keys() ?? []),
    ]).toEqual(['a-b', 'second', 'Japan']);
  });

  it('sets the headers of what is there when asked to', () => {
    const servers = { jira: { url: 'https://jira.example/mcp', headers: { A: 'x' } } };
    expect(plan(servers).manifest.integrations?.size).toBe(0);
    expect(plan(servers, { setCredentials: true }).manifest.integrations?.get('Jira')?.headers?.get('A')).toBe('x');
  });

  it('becomes a file without what was secret', () => {
    const { manifest } = plan({
      w: { url: 'https://w.example', headers: { A: 'Bearer hunter2', B: 'Bearer ${env:B}', C: 'hunter2 ${env:B}' } },
    });
    const headers = withoutSecrets(manifest).integrations?.get('w')?.headers;
    expect(Object.fromEntries(headers ?? [])).toEqual({ A: '${env:W_A}', B: 'Bearer ${env:B}', C: '${env:W_C}' });
  });
});
