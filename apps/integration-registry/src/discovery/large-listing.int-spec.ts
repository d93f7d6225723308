import { describe, expect, it } from '@jest/globals';
import {
  type IntegrationView,
  listToolDefinitions,
  type ToolDefinition,
  verifyIntegration,
} from '@countersign/contracts';
import { aTool, legacyMcp, type ListTools } from '../fixtures/hand-written-server.fixture-spec.js';
import { modernMcp } from '../fixtures/modern-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();
const LOGO = 'https://cdn.example.com/logo.png';

async function definitions({ workspaceId, id: integrationId }: IntegrationView): Promise<ToolDefinition[]> {
  const request = { workspaceId, integrationId };
  let page = await suite.policy.ask(listToolDefinitions, request);
  const items = [...page.items];
  while (page.nextCursor !== null) {
    page = await suite.policy.ask(listToolDefinitions, { ...request, cursor: page.nextCursor });
    items.push(...page.items);
  }
  return items;
}

/** Pages of a listing, as a server with a cursor has them. */
function paged(tools: readonly object[], pageSize: number): ListTools {
  return (cursor = '0') => {
    const end = Number(cursor) + pageSize;
    return { tools: tools.slice(Number(cursor), end), ...(end < tools.length && { nextCursor: `${end}` }) };
  };
}

describe('a server with 2,000 tools on forty pages', () => {
  const tools = Array.from({ length: 2_000 }, (_, index) =>
    aTool(`tool.${index}`, { description: `Number ${index}. ${'x'.repeat(1_000)}` }),
  );
  it.each([
    ['modern', modernMcp(paged(tools, 50))],
    ['legacy', legacyMcp(paged(tools, 50))],
  ] as const)('is discovered, kept and told in its order: %s', async (era, handler) => {
    const server = await suite.serve(handler);
    const view = await suite.register({ serverUrl: server.url });
    expect(view).toMatchObject({ era, toolCount: 2_000, warnings: [] });
    expect(server.received.filter(({ body }) => body.includes('"tools/list"'))).toHaveLength(40);
    expect((await definitions(view)).map(({ name }) => name)).toEqual(tools.map((_, index) => `tool.${index}`));
  });
});

describe('what cannot be taken', () => {
  it('is reported, and costs its siblings nothing', async () => {
    const names = ['a', 'x'.repeat(1_024), 'y'.repeat(1_025), '課'.repeat(342), 'b'];
    const server = await suite.serve(legacyMcp(() => ({ tools: names.map((name) => aTool(name)) })));
    const view = await suite.register({ serverUrl: server.url });
    expect((await definitions(view)).map(({ name }) => name)).toEqual(['a', 'x'.repeat(1_024), 'b']);
    const tooLong = view.warnings.filter(({ code }) => code === 'tool.name_too_long');
    expect(tooLong).toEqual([
      { code: 'tool.name_too_long', message: expect.stringContaining('"yyy') },
      { code: 'tool.name_too_long', message: expect.stringContaining('more than 1,024 bytes') },
    ]);
  });
});

describe('icons', () => {
  it('are told with the definition, and make it no other one', async () => {
    let icons: object[] = [{ src: LOGO, mimeType: 'image/png' }, { src: 'javascript:alert(1)' }];
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a', { icons }), aTool('b')] })));
    const view = await suite.register({ serverUrl: server.url });
    const [before, without] = await definitions(view);
    expect(before?.icons).toEqual([{ src: LOGO, mimeType: 'image/png' }]);
    expect(without).not.toHaveProperty('icons');
    icons = [{ src: `${LOGO}?v=2` }];
    const { workspaceId, id: integrationId } = view;
    await suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
    const [after] = await definitions(view);
    expect(after).toEqual({ ...before, icons: [{ src: `${LOGO}?v=2` }] });
    expect(await suite.changesSince(workspaceId, 2)).toEqual([]);
  });
});
