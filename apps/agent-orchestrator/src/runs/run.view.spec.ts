import { describe, expect, it } from '@jest/globals';
import { RunEventView, RunView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { toDto } from '@countersign/messaging';
import { PAGE_BYTES_MAX } from './fit-page.js';
import { newRun } from './new-run.js';
import type { RunEvent } from './run-event.js';
import { foldRun } from './run-state.js';
import { toSummary } from './run-summary.js';
import { toListedView, toRunEventView, toRunView } from './run.view.js';

const STRICT = { unknownFields: 'refuse' } as const;
const now = new Date('2026-11-20T12:00:00Z');
const run = newRun({
  ...{ id: newId(), workspaceId: newId(), agentId: newId(), agentVersion: 1, now },
  initiator: { kind: 'user', id: 'u', name: 'Ann' },
});
const started: RunEvent = { type: 'run_started', prompt: '🐛'.repeat(50_000), agentVersion: 1, turnsMax: 9 };
const turn = (count: number, exposedName: string, json: string): RunEvent => ({
  type: 'turn_answered',
  turn: 1,
  text: '',
  calls: Array.from({ length: count }, (_, index) => ({ toolCallId: `call${index}`, exposedName, arguments: json })),
});

describe('the view of a run', () => {
  it.each(['', 'x'.repeat(5_000), '\0', '🐛'.repeat(64)])(
    'fits its contract whatever the model calls a tool',
    (name) => {
      const view = toRunView({ run, state: foldRun([started, turn(2_000, name, '{}')]) });
      expect(toDto(RunView, view, STRICT)).toMatchObject({
        prompt: expect.stringContaining('[cut: 100000 characters]'),
      });
      expect(view.prompt.isWellFormed()).toBe(true);
    },
  );

  it('fits into a message however many large arguments one event has', () => {
    const event = turn(64, 'tool', 'x'.repeat(128 * 1_024));
    const row = { runId: run.id, sequence: 2, workspaceId: run.workspaceId, type: event.type, recordedAt: now };
    const view = toRunEventView({ ...row, data: JSON.stringify(event) });
    expect(toDto(RunEventView, view, STRICT).data['calls']).toHaveLength(64);
    expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(PAGE_BYTES_MAX * 1.1);
  });

  it('fits into a message however many calls have long results', () => {
    const settled = Array.from({ length: 300 }, (_, index): RunEvent => ({
      ...{ type: 'call_settled', toolCallId: `call${index}`, callId: newId(), state: 'succeeded' },
      ...{ isError: false, result: '漢'.repeat(10_000) },
    }));
    const finished: RunEvent[] = [started, turn(300, 'x'.repeat(128), '{}'), ...settled];
    const view = toRunView({ run, state: { ...foldRun(finished), answer: '漢'.repeat(90_000) } });
    expect(toDto(RunView, view, STRICT).calls).toHaveLength(200);
    expect(view.calls[0]?.resultPreview).toBe('漢'.repeat(100));
    expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  });

  it('in a list is what its head keeps: the calls that wait, and short texts', () => {
    const events = [started, turn(2, 'tool', '{}')];
    const summary = toSummary(null, foldRun(events), 2, events);
    const view = toListedView({ ...run, version: 2, summary });
    expect(toDto(RunView, view, STRICT)).toMatchObject({
      turns: 1,
      calls: [{ state: 'proposed' }, { state: 'proposed' }],
      prompt: expect.stringContaining('[cut: 100000 characters]'),
      messages: { count: 0, unread: 0 },
      parked: null,
    });
    expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(4_000);
  });

  it('in a list is parked where its log has a type of event that is unknown here', () => {
    const summary = toSummary(null, foldRun([started]), 2, [started]);
    const newer = summary.replace('"run_started"', '"run_started","run_split"');
    expect(toListedView({ ...run, version: 2, summary: newer })?.parked).toBe(
      'events of type "run_split" are unknown to this version',
    );
  });

  it('is not taken from a head that an older version of the service let fall behind', () => {
    const summary = toSummary(null, foldRun([started]), 1, [started]);
    expect(toListedView({ ...run, version: 2, summary })).toBeNull();
    expect(toListedView({ ...run, version: 2 })).toBeNull();
  });
});
