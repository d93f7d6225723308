import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('merging discoveries', () => {
  let system: PolicySystem;
  const workspaceId = newId();

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  it('gives the tools of a first discovery policies by posture, in the order of the listing', async () => {
    const integrationId = newId();
    const tools = ['issue.get', 'issue.delete', 'issue.list'].map((name) => aDefinition(name));
    system.registry.setSnapshot(integrationId, { snapshotRevision: 1, connectionRevision: 1, tools });
    await system.registry.register(workspaceId, { integrationId, posture: 'ask' });
    await system.registry.announceDiscovery(workspaceId, integrationId);
    await eventually(async () => {
      const list = await system.gateway.listTools(workspaceId, integrationId);
      expect(list.tools.map(({ name }) => name)).toEqual(['issue.get', 'issue.delete', 'issue.list']);
    });
    const tool = await system.gateway.tool(workspaceId, integrationId, 'issue.get');
    expect(tool).toMatchObject({
      policyKey: 'mcp.Tracker.issue.get',
      exposedName: 'Tracker__issue_x2Eget',
      description: 'Does issue.get.',
      requiresApproval: true,
      review: 'none',
      verdict: 'ask',
      problem: null,
    });
  });
});
