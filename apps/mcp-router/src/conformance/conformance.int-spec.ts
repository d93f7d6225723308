import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tool } from '@modelcontextprotocol/server';
import { RouterSystem } from '../test-system.fixture-spec.js';
import { BearerForwarder } from './bearer-forwarder.fixture-spec.js';
import { EXPECTED_FAILURES } from './expected-failures.fixture-spec.js';
import { FIXTURE_TOOLS, FixtureUpstream } from './fixture-upstream.fixture-spec.js';
import { runServerSuite } from './server-suite.fixture-spec.js';

/** The suite gives each scenario 30 s and runs them one after the other; most take a fraction of one. */
const SUITE_MS_MAX = 240_000;

describe.each([
  ['2025-11-25', 'legacy', 33],
  ['2026-07-28', 'modern', 50],
] as const)('the conformance suite of %s', (revision, era, scenarios) => {
  let upstream: FixtureUpstream;

  beforeAll(async () => {
    upstream = await FixtureUpstream.start(era);
  });
  afterAll(() => upstream.stop());

  it(
    'finds nothing wrong with the upstream itself',
    async () => {
      const result = await runServerSuite(upstream.url, revision);
      expect(result.scenarios).toHaveLength(scenarios);
      expect(Object.fromEntries(result.failures)).toEqual({});
    },
    SUITE_MS_MAX,
  );

  it(
    'finds through the router what the list of expected failures gives a reason for, and nothing else',
    async () => {
      const system = await RouterSystem.start();
      const workspace = await system.workspace();
      const integration = system.neighbours.addIntegration(workspace.id, 'Fixture', upstream);
      const policy = { posture: 'open', prompts: true, resources: true };
      system.neighbours.change(workspace.id, { kind: 'integration', integrationId: integration.id, policy });
      const discover = ({ name, description }: Tool, times = ''): string =>
        system.neighbours.setTool(workspace.id, integration, name, {}, `${description}${times}`);
      for (const { definition } of FIXTURE_TOOLS) {
        system.neighbours.described.set(definition.name, definition);
        discover(definition);
      }
      let changes = 0;
      const [first] = FIXTURE_TOOLS;
      upstream.onToolsChanged = () => first && discover(first.definition, ` ${(changes += 1)}`);
      await system.followed(workspace.id);
      const token = system.clientToken(workspace.id, { integrations: ['Fixture'], bareNames: true });
      const forwarder = await BearerForwarder.start(system.mcpUrl(), token);
      const result = await runServerSuite(forwarder.url, revision);
      await forwarder.stop();
      await system.stop();
      expect(result.scenarios).toHaveLength(scenarios);
      const expected = EXPECTED_FAILURES[revision];
      const unexpected = [...result.failures].filter(([check]) => !(check in expected));
      const passed = Object.keys(expected).filter((check) => !result.failures.has(check));
      expect({ unexpected: Object.fromEntries(unexpected), passed }).toEqual({ unexpected: {}, passed: [] });
    },
    SUITE_MS_MAX,
  );
});
