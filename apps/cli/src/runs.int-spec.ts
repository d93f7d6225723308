import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startProcess } from '@countersign/testing';
import { Api, cliCommand, type Ended, goldenOutput, runCli } from './test-api.fixture-spec.js';

describe('countersign runs', () => {
  let api: Api;
  const run = {
    ...goldenOutput('orchestrator.get-run.v1'),
    status: 'finished',
    failure: null,
    version: 7,
    parked: null,
  };
  const id = String(goldenOutput('orchestrator.get-run.v1')['id']);
  const callId = id;
  const call = { toolCallId: 'turn1_call1', callId };

  beforeAll(async () => {
    api = await Api.start();
    api.answer(`GET /runs/${id}`, run);
  });
  afterAll(() => api.stop());

  const env = () => ({ COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' });
  const cli = (...args: string[]): Promise<Ended> => runCli(['runs', ...args], env());
  const event = (sequence: number, type: string, data: object = {}): string =>
    `id: ${sequence}\ndata: ${JSON.stringify({ sequence, type, data: { type, ...data }, recordedAt: 'now' })}\n\n`;

  it('lists them, and shows one with what a person can do', async () => {
    const page = { items: [{ ...run, status: 'suspended' }], nextCursor: null };
    api.answer('GET /runs?limit=50&status=suspended', page);
    const listed = await cli('list', '--status', 'suspended');
    expect([listed.exitCode, listed.stdout]).toEqual([0, expect.stringContaining('Tracker__issue_x2Edelete')]);
    const shown = await cli('show', id);
    for (const text of ['120 read (100 of them cached), 20 written, $0.0015', 'A person decides.', 'up to event 9']) {
      expect(shown.stdout).toContain(text);
    }
  });

  it('writes to one, forks one and cancels one', async () => {
    for (const path of ['messages', 'fork', 'cancel']) api.answer(`POST /runs/${id}/${path}`, run);
    expect((await cli('message', id, 'and then?')).exitCode).toBe(0);
    expect(api.received.at(-1)?.body).toEqual({ text: 'and then?' });
    expect((await cli('fork', id, 'otherwise', '--after-turn', '0')).stdout).toContain(`runs watch ${id}`);
    expect(api.received.at(-1)?.body).toEqual({ message: 'otherwise', afterTurn: 0 });
    expect((await cli('cancel', id)).exitCode).toBe(0);
    expect((await cli('fork', id, 'otherwise', '--after-turn', 'last')).exitCode).toBe(2);
    api.answer(`POST /runs/${id}/messages`, { code: 'run.cancelled', detail: 'It was cancelled.' }, 409);
    expect(await cli('message', id, 'go on')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('cancelled'),
    });
  });

  it('tells what happens in one until it ends, across a connection that is lost', async () => {
    const calls = [{ toolCallId: 'turn1_call1', exposedName: 'mcp__Tracker__delete', arguments: '{"id":"\u001b[2J"}' }];
    api.stream(
      `GET /runs/${id}/events`,
      event(1, 'run_started', { prompt: 'delete it' }) +
        event(2, 'turn_answered', { turn: 1, text: 'Let me see.', calls }) +
        event(3, 'call_submitted', { ...call, state: 'pending_approval', approvalId: 'approval-1' }) +
        'id: 4\ndata: {"sequ',
      event(4, 'run_suspended') +
        event(5, 'call_settled', { ...call, state: 'denied', isError: true, result: 'Denied by Bob: no' }) +
        event(6, 'turn_answered', { turn: 2, text: 'I will not.', calls: [] }) +
        event(7, 'run_finished', { answer: 'I will not.' }),
    );
    const { exitCode, stdout } = await cli('watch', id);
    expect(stdout.split('\n')).toEqual([
      '> delete it',
      'Let me see.',
      '→ mcp__Tracker__delete {"id":"\\u{001B}[2J"}',
      '… mcp__Tracker__delete waits for a person.',
      '  countersign approvals approve approval-1',
      '  countersign approvals deny approval-1 --reason "…"',
      '← mcp__Tracker__delete denied: Denied by Bob: no',
      'I will not.',
      '',
    ]);
    expect([exitCode, api.lastEventIds.slice(-2)]).toEqual([0, ['0', '3']]);
  });

  it('gives programs an event per line', async () => {
    api.stream(`GET /runs/${id}/events`, event(6, 'turn_answered', { turn: 2 }) + event(7, 'run_finished'));
    const { stdout } = await cli('watch', id, '--json');
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { sequence: number });
    expect(events.map(({ sequence }) => sequence)).toEqual([6, 7]);
  });

  it('stops where it may not read any more', async () => {
    api.stream(`GET /runs/${id}/events`, 'event: end\ndata: {"code":"token.revoked"}\n\n');
    expect(await cli('watch', id)).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('token.revoked') });
    api.answer(`GET /runs/${id}/events`, { code: 'run.not_found', detail: 'No such run.' }, 404);
    expect((await cli('watch', id)).exitCode).toBe(3);
  });

  it('gives up where connections end again and again with nothing on them', async () => {
    api.stream(`GET /runs/${id}/events`, ...Array.from({ length: 7 }, () => 'retry: 1\n\n'));
    const why = expect.stringContaining('Countersign does not answer any more.');
    expect(await cli('watch', id)).toMatchObject({ exitCode: 6, stderr: why });
  });

  it('leaves the run alone when it is interrupted, and says so', async () => {
    api.stream(`GET /runs/${id}/events`, event(1, 'run_started', { prompt: 'go' }));
    const child = await startProcess({ ...cliCommand(['runs', 'watch', id], env()) });
    await eventually(() => expect(child.logs()).toContain('> go'));
    expect(await child.stop('SIGINT')).toMatchObject({ code: 130 });
    expect(child.logs()).toContain(`The run goes on without you: countersign runs watch ${id}`);
    expect(api.received.at(-1)?.route).toBe(`GET /runs/${id}/events`);
  });
});
