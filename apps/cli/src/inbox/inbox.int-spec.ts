import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../api.client.js';
import { Api } from '../test-api.fixture-spec.js';
import { anApproval, DESTRUCTIVE, shown } from './builders.fixture-spec.js';
import { runInbox } from './inbox.host.js';
import { TestTerminal } from './terminal.fixture-spec.js';

const PENDING = 'GET /approvals?state=pending&details=true';
const READY = 'event: ready\nid: 1-1\ndata: {}\n\n';
const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
const approval = anApproval({ expiresAt });
const one = `/approvals/${approval.id}`;
const denied = { ...approval, state: 'denied', decidedBy: { kind: 'user', id: 'x', name: 'Ann', ownerId: null } };

describe('the inbox in a terminal', () => {
  let api: Api;
  let terminal: TestTerminal;
  let ended: Promise<number>;

  beforeEach(async () => {
    api = await Api.start();
    terminal = new TestTerminal();
    api.answer(PENDING, { items: [approval], nextCursor: null });
    api.answer(`GET ${one}`, shown({ expiresAt }));
    api.stream('GET /events', READY);
  });
  afterEach(() => api.stop());

  function open(env: NodeJS.ProcessEnv = {}): void {
    const tokens = { token: 'everyday', approverToken: 'approver', source: 'environment' } as const;
    const settings = { url: api.url, apiUrl: `${api.url}/api/v1`, workspaceId: 'default', ...tokens };
    ended = runInbox(new ApiClient(settings).asApprover(), terminal, env);
  }

  async function quit(): Promise<void> {
    terminal.type('q');
    expect(await ended).toBe(0);
    expect([terminal.isRaw, terminal.on]).toEqual([false, ['?7', '?25']]);
  }

  it('shows what comes as it comes, approves it, and gives the terminal back', async () => {
    api.answer(PENDING, { items: [], nextCursor: null });
    open();
    await terminal.shows('live');
    await terminal.shows('Nothing waits');
    expect([terminal.isRaw, terminal.on]).toEqual([true, ['?1049', '?2004']]);
    api.answer(PENDING, { items: [approval], nextCursor: null });
    api.push('id: 1-2\ndata: {"kind":"approval.requested"}\n\n');
    await terminal.shows('> Tracker issue.delete');
    api.answer(`POST ${one}/decision`, { ...denied, state: 'approved', decidedVia: 'cli' });
    terminal.type('a');
    await terminal.shows('approved by Ann at the command line');
    expect(api.received.findLast(({ route }) => route.startsWith('POST'))).toEqual({
      route: `POST ${one}/decision`,
      token: 'approver',
      body: { decision: 'approve' },
    });
    await quit();
  });

  it('asks again and again where the feed is refused, and says so', async () => {
    api.answer('GET /events', { code: 'scope.required', detail: 'No.' }, 403);
    api.answer(PENDING, { items: [], nextCursor: null });
    open();
    await terminal.shows('polling: the feed is refused (scope.required)');
    api.answer(PENDING, { items: [approval], nextCursor: null });
    await terminal.shows('1 waiting');
    await quit();
  });

  it('says that somebody else was first, and locks it', async () => {
    open();
    await terminal.shows('> Tracker');
    const problem = { code: 'approval.already_decided', detail: 'Ann has denied it.' };
    api.answer(`POST ${one}/decision`, problem, 409);
    api.answer(`GET ${one}`, { ...shown(), ...denied });
    terminal.type('a');
    await terminal.shows('Ann has denied it. (approval.already_decided)');
    await terminal.shows('denied by Ann');
    await quit();
  });

  it('denies with a reason, and draws anew what another size shows', async () => {
    api.answer(PENDING, { items: [anApproval({ expiresAt, tool: DESTRUCTIVE })], nextCursor: null });
    api.answer(`POST ${one}/decision`, denied);
    open();
    await terminal.shows('destructive');
    terminal.resize(50, 8);
    await terminal.shows('> Tracker');
    expect(terminal.text.split('\n')).toHaveLength(8);
    terminal.type('dtoo soon\r');
    await terminal.shows('denied by Ann');
    expect(api.received.findLast(({ body }) => body !== null)?.body).toEqual({ decision: 'deny', reason: 'too soon' });
    await quit();
  });

  it('lends the terminal to the editor, shows what is different, and sends it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    const editor = path.join(folder, 'editor.mjs');
    await writeFile(editor, `import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv[2], '{"id": "2"}');`);
    api.answer(`POST ${one}/decision`, { ...denied, state: 'approved', argumentsEdited: true });
    open({ EDITOR: `${process.execPath} ${editor}` });
    await terminal.shows('> Tracker');
    terminal.type('e');
    await terminal.shows('~ /id  "1" → "2"');
    terminal.type('y');
    await terminal.shows('with edited arguments');
    expect(api.texts.findLast((text) => text !== '')).toBe('{"decision":"approve","arguments":{"id": "2"}}');
    await quit();
    await rm(folder, { recursive: true });
  });

  it('writes only the lines that changed', async () => {
    open();
    await terminal.shows('> Tracker');
    await terminal.shows('live');
    terminal.written = '';
    terminal.type('?');
    await terminal.shows('any key');
    expect(terminal.written).not.toContain('\u001b[1;1H');
    expect(terminal.written).toContain('\u001b[24;1H');
    terminal.type('?');
    await quit();
  });

  it('gives the terminal back where the API refuses', async () => {
    api.answer(PENDING, { code: 'token.revoked', detail: 'The token is revoked.' }, 401);
    open();
    await expect(ended).rejects.toThrow('The token is revoked.');
    expect([terminal.isRaw, terminal.on]).toEqual([false, ['?7', '?25']]);
  });

  it('gives the terminal back when it is ended', async () => {
    open();
    await terminal.shows('> Tracker');
    process.emit('SIGTERM');
    expect(await ended).toBe(143);
    expect([terminal.isRaw, terminal.on]).toEqual([false, ['?7', '?25']]);
  });
});
