import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UriTemplate } from '@modelcontextprotocol/server';
import { freePort } from '@countersign/testing';
import type { KnownIntegration } from '../../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import type { SdkServer } from '../../upstream/sdk-server.fixture-spec.js';
import { TestMcpPost } from '../test-mcp-post.fixture-spec.js';
import { NOTE, PROMPT_NAMES, startNotes, TEMPLATE } from './notes-server.fixture-spec.js';

interface Answer {
  readonly result: {
    readonly instructions: string;
    readonly capabilities: { readonly resources?: object };
    completion: object;
    readonly prompts: { name: string; description: string }[];
    readonly resources: { uri: string; description: string }[];
    readonly resourceTemplates: { uriTemplate: string }[];
    readonly contents: { uri: string; text: string }[];
    readonly messages: { content: { text: string; uri: string; resource: { uri: string } } }[];
  };
  readonly error: { readonly code: number; readonly message: string; readonly data?: object };
}

type Claims = Parameters<RouterSystem['clientToken']>[1];

const ON = { posture: 'open', prompts: true, resources: true };
const LISTS = ['prompts/list', 'resources/list', 'resources/templates/list'];

describe.each(['legacy', 'modern'] as const)('what servers have beside tools, for a %s client', (era) => {
  let system: RouterSystem;
  let workspace: TestWorkspace;
  let servers: SdkServer[];
  let integrations: KnownIntegration[];
  let post: TestMcpPost;

  const switchTo = async (
    integration: KnownIntegration | undefined,
    policy: Record<string, unknown>,
  ): Promise<void> => {
    system.neighbours.change(workspace.id, { kind: 'integration', integrationId: integration?.id ?? '', policy });
    await system.followed(workspace.id);
  };
  const connect = (claims: Claims = {}): TestMcpPost =>
    new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id, claims));
  const ask = async (method: string, params: object = {}, client = post): Promise<Answer> => {
    const headers = coded(params);
    return (await (await client.request(era, method, params, headers)).json()) as Answer;
  };
  const hello = async (client: TestMcpPost): Promise<Answer['result']> => {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } };
    const { result } = await (era === 'modern'
      ? ask('server/discover', {}, client)
      : ask('initialize', params, client));
    return result;
  };
  const capabilities = async (client = post) => (await hello(client)).capabilities;
  const instructions = async (client = post) => (await hello(client)).instructions;
  const asked = (): number => servers.reduce((sum, { received }) => sum + received.length, 0);

  beforeAll(async () => {
    system = await RouterSystem.start();
    workspace = await system.workspace();
    servers = [await startNotes('legacy', 'Notes'), await startNotes('modern', 'Wiki')];
    integrations = [];
    for (const [index, slug] of ['Notes', 'Wiki'].entries()) {
      const server = servers[index];
      if (server !== undefined) integrations.push(await system.integration(workspace.id, slug, server));
    }
    post = connect();
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all(servers.map((server) => server.stop()));
  });

  it('is neither declared, listed nor given while its switch is off, and no server hears of it', async () => {
    const declared = Object.keys(await capabilities());
    for (const capability of ['prompts', 'resources', 'completions']) expect(declared).not.toContain(capability);
    for (const method of LISTS) {
      const { prompts = [], resources = [], resourceTemplates = [] } = (await ask(method)).result;
      expect([prompts, resources, resourceTemplates]).toEqual([[], [], []]);
    }
    const notFound = era === 'modern' ? -32_602 : -32_002;
    const uri = `mcp+notes:${NOTE}`;
    expect((await ask('resources/read', { uri })).error).toMatchObject({ code: notFound, data: { uri } });
    expect((await ask('prompts/get', { name: 'Notes__greet' })).error).toMatchObject({ code: -32_602 });
    const argument = { name: 'id', value: '' };
    const ref = { type: 'ref/resource', uri: `mcp+notes:${TEMPLATE}` };
    expect((await ask('completion/complete', { ref, argument })).error).toMatchObject({ code: notFound });
    expect(asked()).toBe(0);
  });

  describe('once it is switched on', () => {
    beforeAll(async () => {
      for (const integration of integrations) await switchTo(integration, ON);
    });

    it('is declared, completions with it', async () => {
      expect(await capabilities()).toMatchObject({
        prompts: { listChanged: true },
        resources: { listChanged: true },
        completions: {},
      });
      expect((await capabilities()).resources).not.toHaveProperty('subscribe');
    });

    it('is told of in the instructions: a tool’s own link is read with its integration in front', async () => {
      expect(await instructions()).toContain('`mcp+notes:`');
      expect(await instructions(connect({ integrations: ['Wiki'], bareNames: true }))).not.toContain('mcp+');
    });

    it('is listed under names of its own, though two servers use the same', async () => {
      const { result } = await ask('resources/list');
      expect(result.resources.map(({ uri, description }) => [uri, description])).toEqual([
        [`mcp+notes:${NOTE}`, 'Notes'],
        [`mcp+wiki:${NOTE}`, 'Wiki'],
      ]);
      const names = (await ask('prompts/list')).result.prompts.map(({ name }) => name);
      expect(new Set(names).size).toBe(2 * PROMPT_NAMES.length);
      expect(names).toEqual(expect.arrayContaining(['Notes__issue_x2Eget', 'Wiki__issue_x2Eget', 'Wiki__issue__get']));
      if (era === 'modern') expect(result).toMatchObject({ ttlMs: expect.any(Number), cacheScope: 'private' });
      else expect(Object.keys(result)).toEqual(['resources']);
    });

    it('is read where it comes from, however a client writes the scheme', async () => {
      for (const [uri, who] of [
        [`mcp+notes:${NOTE}`, 'Notes'],
        [`mcp+wiki:${NOTE}`, 'Wiki'],
        [`MCP+Wiki:${NOTE}`, 'Wiki'],
      ]) {
        const { result } = await ask('resources/read', { uri });
        expect(result.contents).toEqual([{ uri, text: `${who}: ${NOTE}` }]);
        if (era === 'modern') expect(result).toMatchObject({ resultType: 'complete', cacheScope: 'private' });
      }
    });

    it('has templates that a client expands to what it can read', async () => {
      const { resourceTemplates } = (await ask('resources/templates/list')).result;
      expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
        `mcp+notes:${TEMPLATE}`,
        `mcp+wiki:${TEMPLATE}`,
      ]);
      const uri = new UriTemplate(resourceTemplates[1]?.uriTemplate ?? '').expand({ id: 'a', query: 'b' });
      const { result } = await ask('resources/read', { uri });
      expect(result.contents).toEqual([{ uri, text: 'Wiki: note://a/data?query=b' }]);
    });

    it('has prompts that lead back to their server, whatever they are called', async () => {
      const got = new Set<string>();
      for (const { name, description } of (await ask('prompts/list')).result.prompts) {
        const { messages } = (await ask('prompts/get', { name })).result;
        const [said, embedded, linked] = messages.map(({ content }) => content);
        expect(said?.text.startsWith(`${description}: `)).toBe(true);
        got.add(said?.text ?? '');
        const readable = `mcp+${description.toLowerCase()}:${NOTE}`;
        expect([embedded?.resource.uri, linked?.uri]).toEqual([readable, readable]);
      }
      const all = ['Notes', 'Wiki'].flatMap((who) => PROMPT_NAMES.map((name) => `${who}: ${name}`));
      expect([...got].sort()).toEqual(all.sort());
    });

    it('is completed by its server, and by nothing where the server cannot', async () => {
      const argument = { name: 'id', value: 't' };
      const ofResource = { type: 'ref/resource', uri: `mcp+wiki:${TEMPLATE}` };
      expect((await ask('completion/complete', { ref: ofResource, argument })).result).toMatchObject({
        completion: { values: ['two', 'three'] },
      });
      const ofPrompt = { type: 'ref/prompt', name: 'Wiki__greet' };
      expect((await ask('completion/complete', { ref: ofPrompt, argument })).result).toMatchObject({
        completion: { values: [] },
      });
    });

    it('is refused in the server’s own words where there is no such thing', async () => {
      const code = era === 'modern' ? -32_602 : -32_002;
      const uri = 'mcp+wiki:other://none';
      expect((await ask('resources/read', { uri })).error).toMatchObject({ code, data: { uri } });
      const { error } = await ask('prompts/get', { name: 'Wiki__none' });
      expect(error).toMatchObject({ code: -32_602, message: expect.stringContaining('none') });
      for (const unknown of ['note://one/two', 'mcp+nobody:a:b', 'mcp+wiki:']) {
        expect((await ask('resources/read', { uri: unknown })).error).toMatchObject({ code, data: { uri: unknown } });
      }
      for (const [method, params] of [
        ['resources/read', {}],
        ['prompts/get', {}],
        ['prompts/get', { name: 'Wiki__greet', arguments: [] }],
        ['completion/complete', { argument: {} }],
        ['prompts/list', { cursor: '!!' }],
      ] as const) {
        expect((await ask(method, params)).error).toMatchObject({ code: -32_602 });
      }
    });

    it.each<[string, Claims, string[]]>([
      ['of one integration sees that one’s', { integrations: ['Wiki'] }, ['mcp+wiki:']],
      [
        'of one integration that wants no slugs sees that one’s',
        { integrations: ['Wiki'], bareNames: true },
        ['note:'],
      ],
      ['of no integration sees nothing', { integrations: [] }, []],
      ['of single tools sees nothing', { tools: ['mcp.Wiki.page'] }, []],
      ['whose every call is asked about sees nothing', { strictness: 'ask' }, []],
    ])('with a token %s', async (_, claims, schemes) => {
      const client = connect(claims);
      const { resources } = (await ask('resources/list', {}, client)).result;
      expect(resources.map(({ uri }) => uri.slice(0, uri.indexOf('note:') || 'note:'.length))).toEqual(schemes);
      const { prompts } = (await ask('prompts/list', {}, client)).result;
      expect(prompts).toHaveLength(schemes.length * PROMPT_NAMES.length);
      for (const { uri } of resources) {
        expect((await ask('resources/read', { uri }, client)).result.contents).toHaveLength(1);
      }
      expect('prompts' in (await capabilities(client))).toBe(schemes.length > 0);
      expect((await ask('prompts/get', { name: 'Notes__greet' }, client)).error).toMatchObject({ code: -32_602 });
      expect((await ask('resources/read', { uri: `mcp+notes:${NOTE}` }, client)).error).toHaveProperty('data');
    });

    it('is there without what a dead server and one that says nothing have', async () => {
      const silent = await startSilent();
      const gone = { url: `http://127.0.0.1:${await freePort()}/mcp`, era: 'modern' as const };
      await switchTo(await system.integration(workspace.id, 'Dead', gone), ON);
      await switchTo(await system.integration(workspace.id, 'Silent', { url: silent.url, era: 'modern' }), ON);
      const lists = await Promise.all(LISTS.map((method) => ask(method)));
      expect(lists.map(({ result }) => Object.values(result).find(Array.isArray)?.length)).toEqual([12, 2, 2]);
      const { error } = await ask('resources/read', { uri: 'mcp+dead:a:b' });
      expect(error).toMatchObject({ code: -32_603, message: expect.stringContaining('Dead') });
      silent.http.closeAllConnections();
      silent.http.close();
    });

    it('is gone again as soon as it is switched off', async () => {
      const [notes] = integrations;
      await switchTo(notes, { ...ON, prompts: false });
      expect((await ask('prompts/get', { name: 'Notes__greet' })).error).toMatchObject({ code: -32_602 });
      expect((await ask('resources/read', { uri: `mcp+notes:${NOTE}` })).result.contents).toHaveLength(1);
      await switchTo(notes, { posture: 'open' });
      expect((await ask('resources/read', { uri: `mcp+notes:${NOTE}` })).error).toHaveProperty('data');
      expect((await ask('resources/list')).result.resources.map(({ uri }) => uri)).toEqual([`mcp+wiki:${NOTE}`]);
    });
  });
});

/** What a client does with a name that no header can hold; the others are repeated by the client of the tests. */
function coded(params: object): Record<string, string> {
  const { name = '' } = params as { name?: string };
  return /^[\x20-\x7E]*$/.test(name) ? {} : { 'mcp-name': `=?base64?${Buffer.from(name).toString('base64')}?=` };
}

/** Takes requests and never answers one. */
async function startSilent(): Promise<{ readonly url: string; readonly http: Server }> {
  const port = await freePort();
  const http = createServer(() => undefined);
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}/mcp`, http };
}
