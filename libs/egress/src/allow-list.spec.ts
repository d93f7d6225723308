import { describe, expect, it } from '@jest/globals';
import { parseAddress } from './address-rules.js';
import { type AllowRule, compileAllowList, type Endpoint } from './allow-list.js';
import { InvalidAllowListError } from './egress.errors.js';
import { parseAllowList } from './parse-allow-list.js';

function anEndpoint(hostname: string, port = 443, protocol: Endpoint['protocol'] = 'https:'): Endpoint {
  return { protocol, hostname, port };
}

function permits(rules: readonly AllowRule[], endpoint: Endpoint, address: string): boolean {
  const list = compileAllowList(rules);
  return list.findRefusal(endpoint) === undefined && list.permits(endpoint, parseAddress(address)!);
}

describe('an allow-list', () => {
  const corp: AllowRule = { host: 'mcp.corp.example', cidrs: ['10.20.0.0/16'], ports: [443, 9000] };

  it('opens a private network for the host that is named with it', () => {
    expect(permits([corp], anEndpoint('mcp.corp.example'), '10.20.1.1')).toBe(true);
    expect(permits([corp], anEndpoint('mcp.corp.example', 9_000), '10.20.1.1')).toBe(true);
  });

  it.each<[string, Endpoint, string]>([
    ['another address', anEndpoint('mcp.corp.example'), '10.21.0.1'],
    ['a public address', anEndpoint('mcp.corp.example'), '8.8.8.8'],
    ['another host', anEndpoint('evil.example'), '10.20.1.1'],
    ['a name below it', anEndpoint('a.mcp.corp.example'), '10.20.1.1'],
    ['a name that ends like it', anEndpoint('evilmcp.corp.example'), '10.20.1.1'],
    ['the address itself', anEndpoint('10.20.1.1'), '10.20.1.1'],
    ['another port', anEndpoint('mcp.corp.example', 9_001), '10.20.1.1'],
    ['a default port that is not in its list', anEndpoint('mcp.corp.example', 8_443), '10.20.1.1'],
    ['plain http', anEndpoint('mcp.corp.example', 9_000, 'http:'), '10.20.1.1'],
  ])('does not open it for %s', (_, endpoint, address) => {
    expect(permits([corp], endpoint, address)).toBe(false);
  });

  it('never opens metadata services, whatever the CIDR', () => {
    const everything: AllowRule = { host: '*.example', cidrs: ['0.0.0.0/0', '::/0'], http: true };
    for (const address of [
      '169.254.169.254',
      'fd00:ec2::254',
      '168.63.129.16',
      '0.0.0.0',
      '::',
      '64:ff9b::a9fe:a9fe',
    ]) {
      expect(permits([everything], anEndpoint('a.example'), address)).toBe(false);
    }
    expect(permits([everything], anEndpoint('a.example'), '127.0.0.1')).toBe(true);
  });

  it('does not open a private network to a name without a CIDR', () => {
    const rule: AllowRule = { host: 'internal.example', http: true };
    expect(permits([rule], anEndpoint('internal.example', 80, 'http:'), '10.0.0.1')).toBe(false);
    expect(permits([rule], anEndpoint('internal.example', 80, 'http:'), '8.8.8.8')).toBe(true);
  });

  it('opens an address that is itself the host, in either spelling of IPv6', () => {
    expect(permits([{ host: '127.0.0.1' }], anEndpoint('127.0.0.1'), '127.0.0.1')).toBe(true);
    expect(permits([{ host: '127.0.0.1' }], anEndpoint('127.0.0.2'), '127.0.0.2')).toBe(false);
    for (const host of ['::1', '[::1]', '0:0:0:0:0:0:0:1']) {
      expect(permits([{ host }], anEndpoint('::1'), '::1')).toBe(true);
    }
  });

  it('opens every name below a wildcard, and not the domain itself', () => {
    const rule: AllowRule = { host: '*.Corp.Example', cidrs: ['10.0.0.0/8'] };
    expect(permits([rule], anEndpoint('a.b.corp.example'), '10.0.0.1')).toBe(true);
    expect(permits([rule], anEndpoint('corp.example'), '10.0.0.1')).toBe(false);
    expect(permits([rule], anEndpoint('evilcorp.example'), '10.0.0.1')).toBe(false);
  });

  it('leaves the public internet open over https on its usual ports', () => {
    expect(permits([], anEndpoint('mcp.example'), '8.8.8.8')).toBe(true);
    expect(permits([], anEndpoint('mcp.example', 8_443), '8.8.8.8')).toBe(true);
    expect(permits([], anEndpoint('mcp.example', 22), '8.8.8.8')).toBe(false);
    expect(permits([], anEndpoint('mcp.example', 80, 'http:'), '8.8.8.8')).toBe(false);
  });

  it.each<[AllowRule]>([
    [{ host: '' }],
    [{ host: '*' }],
    [{ host: '*.' }],
    [{ host: 'a.*.example' }],
    [{ host: 'https://a.example' }],
    [{ host: 'a.example:443' }],
    [{ host: 'user@a.example' }],
    [{ host: 'a.example/path' }],
    [{ host: 'a.example.' }],
    [{ host: '127.1' }],
    [{ host: '*.127.0.0.1' }],
    [{ host: 'a.example', ports: [0] }],
    [{ host: 'a.example', ports: [65_536] }],
    [{ host: 'a.example', cidrs: ['10.0.0.0/33'] }],
    [{ host: 'a.example', cidrs: ['corp'] }],
  ])('does not start with %j', (rule) => {
    expect(() => compileAllowList([rule])).toThrow(InvalidAllowListError);
  });
});

describe('parseAllowList', () => {
  it('reads lines and semicolons, comments and every word', () => {
    const text = `
      # company servers
      tracker.corp.example 10.20.0.0/16   # the tracker
      *.corp.example 10.0.0.0/8 fd12::/16 ports=443,9443; localhost 127.0.0.0/8 ::1/128 http
      mcp.example ports=9000
    `;
    expect(parseAllowList(text)).toEqual([
      { host: 'tracker.corp.example', cidrs: ['10.20.0.0/16'] },
      { host: '*.corp.example', cidrs: ['10.0.0.0/8', 'fd12::/16'], ports: [443, 9443] },
      { host: 'localhost', cidrs: ['127.0.0.0/8', '::1/128'], http: true },
      { host: 'mcp.example', ports: [9000] },
    ]);
  });

  it('reads nothing as nothing', () => {
    expect(parseAllowList(' \n# none\n;')).toEqual([]);
  });

  it.each([
    'a.example https',
    'a.example 10.0.0.0/99',
    'a.example ports=',
    'a.example ports=1,x',
    'a.example ports=70000',
    'a.example ports=1 ports=2',
    '10.0.0.0/8',
  ])('refuses %j', (text) => {
    expect(() => parseAllowList(text)).toThrow(InvalidAllowListError);
  });
});
