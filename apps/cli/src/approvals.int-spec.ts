import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, goldenItem, runCli } from './test-api.fixture-spec.js';

describe('countersign approvals', () => {
  let api: Api;
  let folder: string;
  const approval = goldenItem('policy.list-approvals.v1');
  const id = String(approval['id']);
  const other = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e90';
  const one = `/approvals/${id}`;

  beforeAll(async () => {
    api = await Api.start();
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    api.answer('GET /approvals?state=pending', { items: [approval], nextCursor: null });
    api.answer(`GET ${one}`, { ...approval, arguments: '{"force":true,"id":"1"}', clientGoneAt: null });
    api.answer(`POST ${one}/decision`, { ...approval, state: 'approved', argumentsEdited: true });
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  const run = (args: readonly string[], input = ''): Promise<Ended> =>
    runCli(['approvals', ...args], { COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' }, '/', input);
  const sent = (route: string): unknown => api.received.findLast((received) => received.route === route)?.body;

  it('lists what one may decide, and by whom', async () => {
    api.answer('GET /approvals?state=pending&mine=true', { items: [approval], nextCursor: null });
    const { exitCode, stdout } = await run(['list', '--mine']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Decided by')]);
    expect(api.clients.at(-1)).toBe('cli');
  });

  it('says in the list and of the one that approving would run nothing, and why', async () => {
    const blocked = { ...approval, state: 'pending', obstacle: 'Approvals are not enabled.' };
    api.answer('GET /approvals?state=pending&mine=true', { items: [blocked], nextCursor: null });
    api.answer(`GET /approvals/${other}`, { ...blocked, id: other, arguments: '{}', clientGoneAt: null });
    expect((await run(['list', '--mine'])).stdout).toContain('approving would run nothing');
    expect((await run(['show', other])).stdout).toContain('would run nothing: Approvals are not enabled.');
  });

  it('says of what one asked for oneself that somebody else decides it', async () => {
    const refusal = 'The approval settings of this workspace do not let you decide your own request.';
    const own = { ...approval, state: 'pending', refusal };
    api.answer('GET /approvals?state=all', { items: [own], nextCursor: null });
    api.answer('GET /approvals', { items: [own], nextCursor: null });
    api.answer(`GET /approvals/${other}`, { ...own, id: other, arguments: '{}', clientGoneAt: null });
    expect((await run(['list', '--state', 'all'])).stdout).toContain('not yours to decide');
    expect((await run(['show', other])).stdout).toContain(`is not yours: ${refusal}`);
  });

  it('says of what was approved and taken back that nothing was run', async () => {
    const unused = { ...approval, state: 'approved', withdrawnAt: '2026-11-23T10:00:00.000Z' };
    api.answer('GET /approvals?state=approved', { items: [unused], nextCursor: null });
    api.answer(`GET /approvals/${other}`, { ...unused, id: other, arguments: '{}', clientGoneAt: null });
    expect((await run(['list', '--state', 'approved'])).stdout).toContain('taken back, nothing was run');
    expect((await run(['show', other])).stdout).toContain('taken back at 2026-11-23T10:00:00.000Z: nothing was run');
  });

  it('shows the settings of the workspace, and changes them', async () => {
    const settings = '/approval-settings';
    api.answer(`GET ${settings}`, { allowSelfApproval: true, revision: 0 });
    api.answer(`PATCH ${settings}`, { allowSelfApproval: false, revision: 3 });
    expect(await run(['settings'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Self-approval: on'),
    });
    const off = await run(['settings', '--self-approval', 'off']);
    expect([off.stdout, sent(`PATCH ${settings}`)]).toEqual([
      expect.stringContaining('Self-approval: off'),
      { allowSelfApproval: false },
    ]);
    expect((await run(['settings', '--self-approval', 'maybe'])).exitCode).toBe(2);
  });

  it('runs the arguments of a file instead, and says what is different', async () => {
    const file = path.join(folder, 'arguments.json');
    await writeFile(file, '{"id": "2"}');
    const { exitCode, stdout, stderr } = await run([
      'approve',
      id.slice(-8),
      '--arguments-file',
      file,
      '--reason',
      'r',
    ]);
    expect([exitCode, stdout]).toEqual([0, 'issue.delete: approved with edited arguments\n']);
    expect(stderr).toBe('  - /force  true\n  ~ /id  "1" → "2"\n');
    expect(sent(`POST ${one}/decision`)).toEqual({ decision: 'approve', reason: 'r', arguments: { id: '2' } });
  });

  it('sends the text as it was written, so that the server can refuse what is ambiguous', async () => {
    await run(['approve', id, '--arguments-file', '-'], '{"id": 9007199254740993, "constructor": 1}\n');
    expect(sent(`POST ${one}/decision`)).toEqual({
      decision: 'approve',
      arguments: { id: Number('9007199254740993'), constructor: 1 },
    });
    expect(api.texts.at(-1)).toBe('{"decision":"approve","arguments":{"id": 9007199254740993, "constructor": 1}\n}');
  });

  it.each([
    ['{"force":true, "id":"1"}', 'the same as before'],
    ['[]', 'a JSON object'],
    ['{', 'not JSON'],
    ['{}},"decision":"deny"', 'not JSON'],
  ])('sends nothing of %s', async (input, why) => {
    const decisions = api.received.filter(({ route }) => route.startsWith('POST')).length;
    const { exitCode, stderr } = await run(['approve', id, '--arguments-file', '-'], input);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(api.received.filter(({ route }) => route.startsWith('POST'))).toHaveLength(decisions);
  });

  it.each(['', '0', id.slice(-7)])('takes %j for no id, although only one approval waits', async (part) => {
    const decisions = api.received.filter(({ route }) => route.startsWith('POST')).length;
    for (const args of [
      ['approve', part],
      ['deny', part],
      ['decide', '--approve', part],
    ]) {
      const { exitCode, stderr } = await run(args);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('too short')]);
    }
    expect(api.received.filter(({ route }) => route.startsWith('POST'))).toHaveLength(decisions);
  });

  it('edits only where somebody is there', async () => {
    const { exitCode, stderr } = await run(['approve', id, '--edit']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Nobody can edit here')]);
    expect((await run(['approve', id, '--edit', '--arguments-file', '-'])).exitCode).toBe(2);
  });

  it('decides several, says what became of each, and fails if one did', async () => {
    const problem = { code: 'approval.already_decided', message: 'Ann has approved it.', details: {} };
    const items = [
      { approvalId: id, approval: { ...approval, state: 'approved' }, problem: null },
      { approvalId: other, approval: null, problem },
    ];
    api.answer('POST /approvals/decisions', { items });
    const args = ['decide', '--approve', id.slice(-8), '--deny', other, '--reason', 'why'];
    const { exitCode, stdout } = await run(args);
    expect([exitCode, stdout]).toEqual([
      1,
      `${id}  issue.delete: approved\n${other}  ! Ann has approved it. (approval.already_decided)\n`,
    ]);
    expect(sent('POST /approvals/decisions')).toEqual({
      decisions: [
        { approvalId: id, decision: 'approve', reason: 'why' },
        { approvalId: other, decision: 'deny', reason: 'why' },
      ],
    });
    api.answer('POST /approvals/decisions', { items: items.slice(0, 1) });
    expect((await run(['decide', '--approve', id])).exitCode).toBe(0);
  });

  it.each([[['decide']], [['decide', '--approve', id, '--deny', id]]])('does not understand %j', async (args) => {
    expect((await run(args)).exitCode).toBe(2);
  });

  it('shows what an approver changed', async () => {
    const difference = { pointer: '/id', operation: 'changed', before: '"1"', after: '"\u001b2"' };
    const edit = { original: '{"id":"1"}', edited: '{"id":"2"}', differences: [difference], truncated: true };
    const shown = { ...approval, state: 'approved', arguments: '{"id":"1"}', clientGoneAt: null, edit };
    api.answer(`GET /approvals/${other}`, shown);
    const { exitCode, stdout } = await run(['show', other]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('~ /id  "1" → "\\u{001B}2"\n  … and more');
  });
});
