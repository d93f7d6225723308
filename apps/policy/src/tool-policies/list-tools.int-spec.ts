import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('listing tools', () => {
  let system: PolicySystem;
  const workspaceId = newId();

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  it('lists many tools in pages that stay under the size of a message', async () => {
    const description = 'x'.repeat(3_000);
    const tools = Array.from({ length: 150 }, (_, index) => aDefinition(`tool-${index}`, { description }));
    const integrationId = await system.integrationWith(workspaceId, tools);
    const bySize = await system.gateway.listTools(workspaceId, integrationId);
    expect(bySize.tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(bySize.pages).toBeGreaterThan(2);
    const byCount = await system.gateway.listTools(workspaceId, integrationId, 60);
    expect(byCount.tools).toEqual(bySize.tools);
    expect(byCount.pages).toBe(3);
  });

  it('lists a tool that fills a page alone', async () => {
    const tools = ['a', 'b', 'c'].map((name) => aDefinition(name, { description: 'x'.repeat(199_000) }));
    const integrationId = await system.integrationWith(workspaceId, tools);
    const list = await system.gateway.listTools(workspaceId, integrationId);
    expect([list.tools.map(({ name }) => name), list.pages]).toEqual([['a', 'b', 'c'], 3]);
  });
});
