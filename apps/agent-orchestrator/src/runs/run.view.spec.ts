import { describe, expect, it } from '@jest/globals';
import { RunEventView, RunView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { toDto } from '@countersign/messaging';
import { PAGE_BYTES_MAX } from './fit-page.js';
import type { RunEntity } from './run.entity.js';
import type { RunEvent } from './run-event.js';
import { foldRun } from './run-state.js';
import { toRunEventView, toRunView } from './run.view.js';

const STRICT = { unknownFields: 'refuse' } as const;
const now = new Date('2026-11-20T12:00:00Z');
const run: RunEntity = {
  id: newId(),
  workspaceId: newId(),
  agentId: newId(),
  agentVersion: 1,
  status: 'running',
  initiator: { kind: 'user', id: 'u', name: 'Ann' },
  version: 2,
  createdAt: now,
  updatedAt: now,
  checkedAt: now,
  dueAt: null,
  cancelDueAt: null,
};
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
});
