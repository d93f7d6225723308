import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, goldenItem, goldenOutput, runCli } from './test-api.fixture-spec.js';

const ID = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f';
const WANTED_BACK = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8eab';
const RETRY = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8eaa';

describe('countersign calls', () => {
  let api: Api;
  let home: string;
  const call = { ...goldenItem('router.list-calls.v1'), id: ID, state: 'unknown', outcomeReason: 'it was reset' };
  const wantedBack = { ...call, id: WANTED_BACK, state: 'dispatching', settledAt: null, outcomeReason: null };
  const story = goldenOutput('router.get-call-story.v1');
  const shown = { ...goldenOutput('router.get-call.v1'), ...call, story, result: null, isResultCut: false };

  beforeAll(async () => {
    api = await Api.start();
    home = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    const tokens = { adminToken: 'given', approverToken: 'approver' };
    await writeFile(path.join(home, 'dev.json'), JSON.stringify({ apiUrl: `${api.url}/api/v1`, ...tokens }));
    api.answer('GET /calls?limit=50&state=unknown', { items: [call], nextCursor: null });
    const ended = { ...wantedBack, state: 'succeeded', settledAt: '2026-11-23T09:30:00.000Z' };
    const other = { ...wantedBack, cancelRequested: false };
    api.answer('GET /calls?limit=50', { items: [wantedBack, ended, other], nextCursor: null });
    api.answer(`GET /calls/${WANTED_BACK}`, { ...shown, ...wantedBack });
    api.answer(`GET /calls/${ID}`, { ...shown, story: { ...story, retriedAs: RETRY } });
    api.answer(`GET /calls/${RETRY}`, { ...shown, id: RETRY, state: 'pending_approval' });
    api.answer(`POST /calls/${ID}/resolution`, { ...call, state: 'retried' });
  });
  afterAll(async () => {
    await api.stop();
    await rm(home, { recursive: true });
  });

  const run = (...args: string[]): Promise<Ended> => runCli(args, { COUNTERSIGN_HOME: home });

  it('lists those that nobody knows the end of, with what is known, and says what to do', async () => {
    const { stdout, stderr } = await run('calls', 'list', '--state', 'unknown');
    expect(stdout).toContain('unknown: it was reset');
    expect(stderr).toContain('countersign calls resolve <id>');
  });

  it('lists those that are asked for, by names and times as people write them', async () => {
    const agent = goldenItem('orchestrator.list-agents.v1');
    api.answer('GET /agents', { items: [{ ...agent, id: RETRY, name: 'Triage' }], nextCursor: null });
    const query = `limit=50&outcome=failed&verdict=ask&integrationId=${ID}&toolName=note_add&agentId=${RETRY}&from=2026-11-23T00%3A00%3A00.000Z`;
    api.answer(`GET /calls?${query}`, { items: [call], nextCursor: null });
    const which = [
      '--outcome',
      'failed',
      '--verdict',
      'ask',
      '--server',
      ID,
      '--tool',
      'note_add',
      '--agent',
      'Triage',
    ];
    const { stdout, stderr } = await run('calls', 'list', ...which, '--from', '2026-11-23');
    expect(stderr).not.toContain('Error');
    expect(stdout).toContain(ID);
    expect((await run('calls', 'list', '--verdict', 'perhaps')).exitCode).toBe(2);
  });

  it('shows the whole story of one, with the answer that came too late, and what can be said of it', async () => {
    const { stdout, exitCode } = await run('calls', 'show', ID);
    expect(exitCode).toBe(0);
    for (const part of [
      '2026-11-23T09:30:00.000Z  dispatching (fence 1, token:',
      'at an unknown time        unknown (fence 1, system): the connection was lost',
      'Late answer, 2026-11-23T09:30:00.000Z, under fence 1: succeeded',
      '"text":"Deleted."',
      'are not kept any more',
      `countersign calls resolve ${ID} retry`,
    ])
      expect(stdout).toContain(part);
  });

  it('says of which ones somebody wants back, as long as they have not ended, and whether that came too late', async () => {
    const { stdout } = await run('calls', 'list');
    expect(stdout.match(/dispatching, to be cancelled/g)).toHaveLength(1);
    expect(stdout.match(/dispatching/g)).toHaveLength(2);
    const { stdout: one } = await run('calls', 'show', WANTED_BACK);
    expect(one).toMatch(/Cancellation +asked for, after it had been sent/);
  });

  it('shows what is known when somebody resolves without saying how', async () => {
    const before = api.received.length;
    expect((await run('calls', 'resolve', ID)).stdout).toContain('Late answer');
    expect(api.received.slice(before).map(({ route }) => route)).toEqual([`GET /calls/${ID}`]);
  });

  it('resolves as the approver, and says what became of the call that was made again', async () => {
    const { stdout } = await run('calls', 'resolve', ID, 'retry', '--note', 'nothing there');
    const sent = api.received.find(({ route }) => route.startsWith('POST'));
    expect(sent).toMatchObject({ token: 'approver', body: { outcome: 'retry', note: 'nothing there' } });
    expect(stdout).toBe(`${ID}: retried\nmade again as ${RETRY}: pending_approval\n`);
  });

  it('wants to know what was found', async () => {
    const { exitCode, stderr } = await run('calls', 'resolve', ID, 'succeeded');
    expect([exitCode, stderr]).toEqual([2, 'countersign: Say what you found: --note <text>.\n']);
  });
});
