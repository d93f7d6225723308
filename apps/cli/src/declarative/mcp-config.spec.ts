import { describe, expect, it } from '@jest/globals';
import { readMcpConfig } from './mcp-config.js';

const read = (servers: object, env = {}) => readMcpConfig(JSON.stringify({ mcpServers: servers }), env);
const one = (entry: object, env = {}) => read({ one: entry }, env).servers[0];

describe('the configuration of an MCP client', () => {
  it.each(['{"mcpServers": %}', '{"servers": %, "inputs": []}', '{"mcp": {"servers": %}}'])(
    'is found in %s',
    (shape) => {
      const config = readMcpConfig(shape.replace('%', '{"a": {"url": "https://a.example/mcp"}}'), {});
      expect(config.servers.map(({ name, url }) => [name, url])).toEqual([['a', 'https://a.example/mcp']]);
    },
  );

  it('may have comments, a comma too many and a byte order mark, and // in its texts', () => {
    const text =
      '\ufeff{ // one\n "mcpServers": { /* two */ "a": { "url": "https://a.example//x,]" , }, /* three */ } }';
    expect(readMcpConfig(text, {}).servers[0]?.url).toBe('https://a.example//x,]');
  });

  it.each(['', '[]', '{}', '{"a": 1, "a": 2}', '{"mcpServers": []}'])('is not %s', (text) => {
    expect(() => readMcpConfig(text, {})).toThrow(/JSON|no configuration/);
  });

  it.each([
    [{ type: 'http' }, 'streamable-http'],
    [{ type: 'sse' }, 'sse'],
    [{ transport: 'streamable-http' }, 'streamable-http'],
    [{}, undefined],
  ])('says the transport in %j', (entry, transport) => {
    expect(one({ ...entry, url: 'https://a.example' })?.transport).toBe(transport);
  });

  it.each(['url', 'serverUrl', 'httpUrl'])('says the address as %s', (field) => {
    expect(one({ [field]: 'https://a.example' })?.url).toBe('https://a.example');
  });

  it('has headers with values, and with references of each client', () => {
    const headers = { A: 'Bearer ${x', B: '${env:B}', C: 'k ${C}', D: '${D:-none}', E: '${E:-none}' };
    const found = one({ url: 'https://a.example', headers, env: { C: 'own' } }, { E: 'set' })?.headers;
    expect(Object.fromEntries(found ?? [])).toEqual({
      A: 'Bearer $${x',
      B: '${env:B}',
      C: 'k own',
      D: 'none',
      E: '${env:E}',
    });
  });

  it('is looked through for bridges to remote servers', () => {
    const args = ['-y', 'mcp-remote@0.1.2', 'https://a.example/sse', '8080', '--header', 'Authorization:${AUTH}'];
    const found = one({ command: 'npx', args, env: { AUTH: 'Bearer x' } });
    expect(found).toMatchObject({ url: 'https://a.example/sse', notes: [expect.stringContaining('bridge')] });
    expect(found?.headers.get('Authorization')).toBe('Bearer x');
  });

  it.each([
    [{ command: 'npx', args: ['-y', 'some-server'] }, 'Countersign runs no commands'],
    [{ command: 'node', args: ['mcp-remote.js'], env: { A: 'hunter2' } }, 'Countersign runs no commands'],
    [{}, 'no address'],
    [{ url: 'file:///etc/passwd' }, 'no http(s) URL'],
    [{ url: 'https://a.example/mcp?key=${env:KEY}' }, 'its "url" has a variable in the address'],
    [{ serverUrl: 'https://${HOST:-a.example}/mcp' }, 'its "serverUrl" has a variable'],
    [{ httpUrl: 'https://a.example/${KEY}', env: { KEY: 'hunter2' } }, 'give what is secret in "headers"'],
    [{ command: 'npx', args: ['mcp-remote', 'https://a.example/${KEY}'], env: { KEY: 'hunter2' } }, 'its "args" has'],
    [{ url: 'https://a.example', headers: { A: '${input:key}' } }, 'a header is made of something'],
    [{ url: 'https://a.example', disabled: true }, 'switched off'],
    [5, 'not an object'],
  ])('is refused, with its reason, where an entry is %j', (entry, reason) => {
    const { servers, refused } = read(
      { bad: entry, good: { url: 'https://a.example' } },
      { KEY: 'hunter2', HOST: 'h' },
    );
    expect(servers.map(({ name }) => name)).toEqual(['good']);
    expect(refused).toEqual([{ name: 'bad', reason: expect.stringContaining(reason) }]);
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it('says what of an entry is not taken over', () => {
    expect(one({ url: 'https://a.example', alwaysAllow: ['x'], timeout: 5 })?.notes).toEqual([
      'not taken over: alwaysAllow, timeout',
    ]);
  });
});
