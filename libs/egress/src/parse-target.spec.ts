import { describe, expect, it } from '@jest/globals';
import { compileAllowList } from './allow-list.js';
import { EgressRefusedError } from './egress.errors.js';
import { parseTarget } from './parse-target.js';

const closed = compileAllowList([]);

function refusalOf(url: string): string {
  try {
    parseTarget(url, closed);
  } catch (error) {
    if (error instanceof EgressRefusedError) return error.reason;
    throw error;
  }
  return 'accepted';
}

describe('parseTarget', () => {
  it.each([
    ['https://mcp.example.com/mcp?x=1', 'mcp.example.com', 443],
    ['HTTPS://MCP.Example.COM:8443/', 'mcp.example.com', 8443],
    ['https://[2606:4700::1111]/', '2606:4700::1111', 443],
    ['https://bücher.example/', 'xn--bcher-kva.example', 443],
    ['https://under_score.example/', 'under_score.example', 443],
  ])('takes %s apart', (url, hostname, port) => {
    expect(parseTarget(url, closed)).toMatchObject({ protocol: 'https:', hostname, port });
  });

  it.each<[string, string]>([
    ['malformed_url', ''],
    ['malformed_url', 'mcp.example.com'],
    ['malformed_url', 'https://'],
    ['malformed_url', 'https://exa\nmple.com/'],
    ['malformed_url', 'https://exam\tple.com/'],
    ['malformed_url', ' https://example.com/'],
    ['malformed_url', 'https:\\\\example.com\\@internal/'],
    ['malformed_url', 'https://example.com\u0000.internal/'],
    ['malformed_url', 'https://127.0.0.1%00.example.com/'],
    ['malformed_url', 'https://256.256.256.256/'],
    ['malformed_url', 'https://1.2.3.4.5/'],
    ['malformed_url', 'https://[fe80::1%25eth0]/'],
    ['malformed_url', 'https://example.com:99999/'],
    ['malformed_url', `https://example.com/${'a'.repeat(9_000)}`],
    ['scheme_not_allowed', 'http://example.com/'],
    ['scheme_not_allowed', 'ftp://example.com/'],
    ['scheme_not_allowed', 'file:///etc/passwd'],
    ['scheme_not_allowed', 'data:text/plain,x'],
    ['scheme_not_allowed', 'blob:https://example.com/1'],
    ['scheme_not_allowed', 'javascript:alert(1)'],
    ['scheme_not_allowed', 'ws://example.com/'],
    ['scheme_not_allowed', 'gopher://127.0.0.1:6379/_INFO'],
    ['scheme_not_allowed', 'unix:/var/run/docker.sock'],
    ['credentials_in_url', 'https://user:pass@example.com/'],
    ['credentials_in_url', 'https://example.com@127.0.0.1/'],
    ['credentials_in_url', 'https://:pass@example.com/'],
    ['port_not_allowed', 'https://example.com:22/'],
    ['port_not_allowed', 'https://example.com:6379/'],
    ['port_not_allowed', 'https://example.com:80/'],
    ['host_not_allowed', 'https://localhost./'],
    ['host_not_allowed', 'https://example.com./'],
    ['host_not_allowed', 'https://a..b/'],
    ['host_not_allowed', "https://exa'mple.com/"],
    ['host_not_allowed', 'https://*.example.com/'],
    ['host_not_allowed', 'https://a;b.example/'],
  ])('refuses with %s: %j', (reason, url) => {
    expect(refusalOf(url)).toBe(reason);
  });

  it.each<[string, string]>([
    ['decimal', 'https://2130706433/'],
    ['hex', 'https://0x7f000001/'],
    ['hex parts', 'https://0x7f.0x0.0x0.0x1/'],
    ['octal', 'https://0177.0.0.01/'],
    ['short', 'https://127.1/'],
    ['full-width', 'https://１２７.０.０.１/'],
    ['circled', 'https://①②⑦.⓪.⓪.①/'],
    ['ideographic dots', 'https://127。0。0。1/'],
    ['trailing dot', 'https://127.0.0.1./'],
    ['percent-encoded', 'https://%31%32%37.0.0.1/'],
    ['mixed', 'https://0x7f.1/'],
  ])('reads the %s spelling of loopback as the address', (_, url) => {
    expect(parseTarget(url, closed).hostname).toBe('127.0.0.1');
  });

  it('repeats neither a password nor a text that is no URL', () => {
    for (const url of ['https://user:hunter2@example.com/', 'hunter2 is not a URL']) {
      expect(() => parseTarget(url, closed)).toThrow(/^(?!.*hunter2)/);
    }
  });
});
