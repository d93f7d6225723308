import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { bindingHash } from '@countersign/tokens';
import { bindingFieldsOf } from '../calls/call-binding.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { SdkServer } from '../upstream/sdk-server.fixture-spec.js';

const QUERY = {
  type: 'object',
  properties: {
    region: { type: 'string', 'x-mcp-header': 'Region' },
    size: { type: 'object', properties: { rows: { type: 'integer', 'x-mcp-header': 'Rows' } } },
  },
};
const INVALID = { type: 'object', properties: { region: { type: 'number', 'x-mcp-header': 'Region' } } };

describe('a tool that wants arguments in headers', () => {
  let system: RouterSystem;
  let upstream: SdkServer;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    system = await RouterSystem.start();
    upstream = await SdkServer.modern(() => {
      const server = new McpServer({ name: 'data', version: '1' });
      const inputSchema = fromJsonSchema<{ region?: string }>(QUERY);
      const answer = ({ region }: { region?: string }) => ({
        content: [{ type: 'text' as const, text: region ?? 'none' }],
      });
      server.registerTool('query', { inputSchema }, answer);
      server.registerTool('drop', { inputSchema }, answer);
      return server;
    });
    workspace = await system.workspace();
    system.neighbours.schemas.set('query', QUERY).set('drop', QUERY).set('odd', INVALID);
    const integration = await system.integration(workspace.id, 'Data', upstream);
    await system.tool(workspace.id, integration, 'query');
    await system.tool(workspace.id, integration, 'drop', { requiresApproval: true });
    await system.tool(workspace.id, integration, 'odd', { requiresApproval: true });
  });
  afterAll(async () => {
    await system.stop();
    await upstream.stop();
  });

  const sent = () => upstream.messages('tools/call').at(-1)?.headers;

  it('is sent them, in the form that headers can hold, and the server finds that they match', async () => {
    const { callId } = await system.submit(workspace, 'mcp__Data__query', { region: 'Łódź', size: { rows: 3 } });
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(await system.resultText(workspace.id, callId)).toBe('Łódź');
    expect(sent()).toMatchObject({ 'mcp-param-region': '=?base64?xYHDs2TFug==?=', 'mcp-param-rows': '3' });
  });

  it('is sent none for what is absent', async () => {
    const { callId } = await system.submit(workspace, 'mcp__Data__query', { size: {} });
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(sent()).not.toHaveProperty('mcp-param-region');
  });

  it('is sent those of the arguments as an approver edited them', async () => {
    const { callId } = await system.submit(workspace, 'mcp__Data__drop', { region: 'eu' });
    const request = await system.requestOf(callId);
    const argumentsText = '{"region":"us"}';
    const call = { ...(await system.call(workspace.id, callId)), argumentsText };
    const hash = bindingHash(bindingFieldsOf(call, new Date(request.expiresAt)), request.bindingVersion);
    const edited = { decision: 'edited', argumentsEdited: true, bindingHash: hash } as const;
    const grant = system.grant(workspace.id, request, edited);
    system.neighbours.edits.set(request.approvalId, { arguments: argumentsText, summary: 'Grace changed region.' });
    await system.neighbours.decide(workspace.id, system.decision(request, { grant }));
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(sent()).toMatchObject({ 'mcp-param-region': 'us' });
  });

  it('is never sent a call while its definition breaks the rules, and people read why', async () => {
    const before = upstream.received.length;
    const { callId } = await system.submit(workspace, 'mcp__Data__odd', { region: 1 });
    await system.approve(workspace.id, callId);
    expect(await system.callIn(workspace.id, callId, 'failed')).toMatchObject({ sentAt: null });
    expect(await system.resultText(workspace.id, callId)).toMatch(/definition is invalid: only strings, integers/);
    expect(upstream.received).toHaveLength(before);
  });
});
