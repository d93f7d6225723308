import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, IntegrationTestResult, IntegrationView, ToolChange, ToolReview } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aConnectedSuite } from './system/connected-suite.js';
import { SOON } from './system/operator.js';
import { countersign, countersignJson } from './system/run-command.js';
import { SseServer } from './system/sse-server.js';
import { aTool, UpstreamServer } from './system/upstream-server.js';

const STORY_TIMEOUT_MS = 120_000;
const FILED_KEY = 'canary-filed-8c1e77';
const HEADER = { name: 'x-api-key', value: 'canary-header-2f6e0c' };

interface AuditEntry {
  readonly action: string;
  readonly actor: Actor;
  readonly integrationId: string | null;
}

const suite = aConnectedSuite(3);

describe('a server of the old HTTP+SSE transport', () => {
  it(
    '[SSE-1] is found out by itself, and called once by an approval',
    async () => {
      const { operator } = suite;
      const server = await suite.running(SseServer.start());
      const view = await operator.add(server, 'Old', '--posture', 'ask');
      expect(view).toMatchObject({ transport: 'auto', wireTransport: 'sse', era: 'legacy', toolCount: 1 });
      await operator.untilOffered('Old__note_add');
      const answer = operator.call('Old__note_add', { text: 'by SSE' });
      const approval = await operator.pendingOf(view);
      expect(server.executed).toEqual([]);
      await operator.approve(approval);
      expect(await answer).toBe('did note_add');
      expect(server.executed).toEqual([{ tool: 'note_add', arguments: { text: 'by SSE' } }]);
    },
    STORY_TIMEOUT_MS,
  );
});

/** What happened to an integration, and who did it. */
async function audited({ id }: IntegrationView): Promise<string[][]> {
  const entries = await suite.operator.list<AuditEntry>(`/audit?integrationId=${id}`);
  return entries.map(({ action, actor }) => [action, actor.name]);
}

describe('a tool that becomes another one', () => {
  const FLIPPED = aTool('note_add', { description: 'removes a note', properties: { id: { type: 'string' } } });
  const DIFFERENCES = [
    { pointer: '/description', operation: 'changed', before: '"adds a note"', after: '"removes a note"' },
    { pointer: '/inputSchema/properties/id', operation: 'added', before: null, after: '{"type":"string"}' },
  ];
  const STORY = [
    ['integration.registered', 'Development admin'],
    ['approval.requested', 'Development MCP client'],
    ['integration.tools_changed', 'Integration registry'],
    ['approval.invalidated', 'Policy service'],
    ['tool_policy.updated', 'Development admin'],
    ['approval.approved', 'Development approver'],
  ];

  it(
    '[DRIFT-1] is seen within seconds, announced or not, and waits for a person who has seen the difference',
    async () => {
      const { operator, system } = suite;
      const server = await suite.running(UpstreamServer.start());
      const quiet = await suite.running(UpstreamServer.start());
      quiet.announces = false;
      const unannounced = await operator.add(quiet, 'Quiet');
      quiet.tools = [FLIPPED];
      const view = await operator.add(server, 'Flip', '--posture', 'ask');
      await operator.untilOffered('Flip__note_add');
      await eventually(() => expect(server.listeners).toBeGreaterThan(0), SOON);
      const answer = operator.call('Flip__note_add', { text: 'for the old one' });
      const approval = await operator.pendingOf(view);
      server.tools = [FLIPPED];
      server.announceChange();

      expect(await answer).toMatch(/^Not available: .*definition of the tool changed/i);
      expect(await operator.toolsOf(view)).toMatchObject([{ name: 'note_add', review: 'changed', verdict: 'ask' }]);
      const ended = await operator.session.get(`/approvals/${approval.id}`);
      expect(ended).toMatchObject({ state: 'invalidated', reasonCode: 'tool_changed' });
      const [change] = await operator.list<ToolChange>(`/mcp-integrations/${view.id}/tool-changes`);
      expect(change).toMatchObject({ name: 'note_add', kinds: ['description_changed', 'input_schema_changed'] });
      expect(change?.differences).toEqual(DIFFERENCES);
      expect(await countersignJson(system, 'servers', 'changes', 'Flip')).toEqual([change]);

      const seen = await countersignJson<ToolReview>(system, 'tools', 'review', 'Flip', 'note_add');
      await countersignJson(system, 'tools', 'set', 'Flip', 'note_add', '--acknowledge', String(seen.definitionHash));
      expect(await operator.toolsOf(view)).toMatchObject([{ review: 'none', requiresApproval: true }]);
      const again = operator.call('Flip__note_add', { id: '1' });
      await operator.approve(await operator.pendingOf(view));
      expect(await again).toBe('did note_add');
      expect(server.executed).toEqual([{ tool: 'note_add', arguments: { id: '1' } }]);
      await eventually(async () => expect(await audited(view)).toEqual(expect.arrayContaining(STORY)), SOON);

      await eventually(async () => {
        expect(await operator.toolsOf(unannounced)).toMatchObject([{ review: 'changed', verdict: 'ask' }]);
      }, SOON);
      // Every look takes a revision, also one that finds the same.
      expect(await operator.read(unannounced)).toMatchObject({ lastAttempt: { trigger: 'poll' } });
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a file of the workspace', () => {
  /** Beyond what any file format writes by itself. */
  const ODD = 'note\u202e.add\u0000"x';
  let folder: string;
  let server: UpstreamServer;
  let before: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-file-'));
    await writeFile(path.join(folder, 'key'), `${FILED_KEY}\n`);
    server = await suite.running(UpstreamServer.start());
    server.tools = [aTool('note_add'), aTool(ODD)];
    server.guard = { isLetIn: ({ 'x-api-key': key }) => Promise.resolve(key === FILED_KEY) };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const at = (name: string): string => path.join(folder, name);
  const run = async (command: string, name: string, ...options: string[]): Promise<[number | null, string]> => {
    const { code, stdout, stderr } = await countersign(suite.system, command, '-f', at(name), ...options);
    expect(stdout + stderr).not.toContain(FILED_KEY);
    return [code, stdout];
  };
  const exported = async (name: string): Promise<string> => {
    expect(await countersign(suite.system, 'export', '-o', at(name))).toMatchObject({ code: 0, stderr: '' });
    return readFile(at(name), 'utf8');
  };
  const toServer = (slug: string, key: string, ...tools: string[]): string =>
    [
      `  ${slug}:`,
      `    url: ${server.url}`,
      `    headers: { x-api-key: "\${file:${key}}" }`,
      '    tools:',
      ...tools,
      '',
    ].join('\n');

  it(
    '[APPLY-1] is exported, changed and applied; the same again changes nothing, whatever tools are called',
    async () => {
      before = await exported('before.yaml');
      expect(await run('diff', 'before.yaml')).toEqual([0, expect.stringContaining('No differences.')]);
      const decisions = [
        '      note_add: { requiresApproval: true }',
        `      ${JSON.stringify(ODD)}: { enabled: false }`,
      ];
      const changed = before
        .replace('integrations:\n', `integrations:\n${toServer('Filed', 'key', ...decisions, '      later: {}')}`)
        .replace('agents: {}', 'agents:\n  Filer:\n    instructions: File it.');
      await writeFile(at('changed.yaml'), changed);
      expect(await run('diff', 'changed.yaml')).toEqual([7, expect.stringContaining('+ integration Filed')]);
      expect(await run('apply', 'changed.yaml')).toEqual([2, expect.stringContaining('+ agent Filer')]);
      expect(await run('diff', 'before.yaml', '--prune')).toEqual([0, expect.anything()]);

      expect(await run('apply', 'changed.yaml', '--yes')).toEqual([0, expect.stringContaining('later')]);
      expect(await run('apply', 'changed.yaml', '--yes')).toEqual([0, expect.not.stringMatching(/^[+~-]/m)]);
      const tools = (await suite.operator.list<IntegrationView>('/mcp-integrations')).find(
        ({ slug }) => slug === 'Filed',
      );
      expect(await suite.operator.toolsOf(tools as IntegrationView)).toMatchObject([
        { name: 'note_add', enabled: true, requiresApproval: true },
        { name: ODD, enabled: false },
      ]);
      const after = await exported('after.yaml');
      expect(await run('apply', 'after.yaml', '--prune')).toEqual([0, expect.stringContaining('No differences.')]);
      expect(await exported('again.yaml')).toBe(after);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[APPLY-2] overwrites nobody who was faster, goes on when it is applied again, and removes what it does not name when told to',
    async () => {
      execFileSync('mkfifo', [at('pipe')]);
      const decisions = [
        '      note_add: { enabled: true, requiresApproval: false }',
        `      ${JSON.stringify(ODD)}: { enabled: true }`,
      ];
      const filed = toServer('Filed', 'key', ...decisions);
      await writeFile(
        at('two.yaml'),
        `version: 1\nintegrations:\n${toServer('Second', 'pipe', '      note_add: {}')}${filed}`,
      );
      const applying = run('apply', 'two.yaml', '--yes');
      // Opened by the one who reads the key for the first write: by then the plan is made.
      const pipe = await open(at('pipe'), 'w');
      try {
        await countersignJson(suite.system, 'tools', 'set', 'Filed', 'note_add', '--disable');
        await pipe.writeFile(FILED_KEY);
      } finally {
        await pipe.close();
      }
      const [code, said] = await applying;
      expect(code).toBe(4);
      expect(said).toContain('done: create integration Second');
      expect(said).toMatch(/failed: update tools of Filed: .* changed by somebody else/);
      expect(await run('diff', 'two.yaml')).toEqual([7, expect.stringContaining('2 tools to change')]);
      expect(await run('apply', 'two.yaml', '--yes')).toEqual([0, expect.anything()]);
      expect(await run('diff', 'two.yaml')).toEqual([0, expect.anything()]);

      expect(await run('apply', 'before.yaml', '--prune', '--yes')).toEqual([
        0,
        expect.stringContaining('- agent Filer'),
      ]);
      expect(await exported('end.yaml')).toBe(before);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a configuration', () => {
  let keyed: UpstreamServer;
  let view: IntegrationView;

  it(
    '[TRY-1] is tried without storing it, and a failing server is not stored at all',
    async () => {
      const { operator } = suite;
      keyed = await suite.running(UpstreamServer.start());
      keyed.guard = { isLetIn: ({ 'x-api-key': key }) => Promise.resolve(key === HEADER.value) };
      const stored = async () => {
        const registered = await operator.list<AuditEntry>('/audit?action=integration.registered');
        const integrations = await operator.list<IntegrationView>('/mcp-integrations');
        return [registered.map(({ integrationId }) => integrationId), integrations.map(({ id }) => id)];
      };
      const test = (body: object) => operator.session.post<IntegrationTestResult>('/mcp-integrations/test', body);
      const before = await stored();
      const good = await test({ serverUrl: keyed.url, headers: [HEADER] });
      expect(good).toMatchObject({ succeeded: true, toolNames: ['note_add'] });
      expect(await test({ serverUrl: keyed.url })).toMatchObject({ succeeded: false, errorCode: 'discovery.refused' });
      const failing = { displayName: 'Keyed', serverUrl: keyed.url };
      const answer = await operator.session.send('POST', '/mcp-integrations', failing);
      expect(answer).toMatchObject({ status: 422, body: { code: 'discovery.refused' } });
      expect(await stored()).toEqual(before);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[MOVE-1] that fails changes nothing; one that works keeps the policies, and every tool waits for a person',
    async () => {
      const { operator } = suite;
      const other = await suite.running(UpstreamServer.start());
      view = await operator.add(keyed, 'Keyed', '--header', `${HEADER.name}: ${HEADER.value}`);
      await operator.untilOffered('Keyed__note_add');
      expect(await operator.call('Keyed__note_add', { at: 'the first' })).toBe('did note_add');
      const path = `/mcp-integrations/${view.id}`;
      const elsewhere = { serverUrl: other.url, integrationId: view.id };
      expect(await operator.session.send('POST', '/mcp-integrations/test', elsewhere)).toMatchObject({ status: 422 });
      const worse = { serverUrl: keyed.url, headers: [{ ...HEADER, value: 'wrong' }] };
      expect(await operator.session.send('PATCH', path, worse)).toMatchObject({ body: { code: 'discovery.refused' } });
      expect(await operator.read(view)).toMatchObject({ status: 'connected', connectionRevision: 1 });
      expect(await operator.call('Keyed__note_add', { at: 'the first again' })).toBe('did note_add');
      expect(other.keys).toEqual([]);

      const moved = await operator.session.send('PATCH', path, { serverUrl: other.url, headers: [] });
      expect(moved).toMatchObject({ status: 200, body: { connectionRevision: 2, status: 'connected' } });
      await eventually(async () => {
        expect(await operator.toolsOf(view)).toMatchObject([{ review: 'changed', enabled: true, verdict: 'ask' }]);
      }, SOON);
      const asked = operator.call('Keyed__note_add', { at: 'the other' });
      await operator.approve(await operator.pendingOf(view));
      expect(await asked).toBe('did note_add');
      expect(keyed.executed).toHaveLength(2);
      expect(other.executed).toEqual([{ tool: 'note_add', arguments: { at: 'the other' } }]);
    },
    STORY_TIMEOUT_MS,
  );

  it('[SECRET-1] has its header values in no log, stream, answer or table', async () => {
    await suite.expectNowhere([HEADER.value, FILED_KEY]);
  });
});
