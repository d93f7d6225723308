import { describe, expect, it } from '@jest/globals';
import { endLast } from './end-last.js';
import type { RunEvent } from './run-event.js';

const submitted = (toolCallId: string): RunEvent => ({
  type: 'call_submitted',
  toolCallId,
  callId: `call-of-${toolCallId}`,
  state: 'pending_approval',
});
const failed = (reason: string): RunEvent => ({ type: 'run_failed', reason });

describe('endLast', () => {
  it('leaves what has no end as it is', () => {
    expect(endLast([])).toEqual([]);
    expect(endLast([submitted('a'), submitted('b')])).toEqual([submitted('a'), submitted('b')]);
  });

  it('lets a run end once, after everything else', () => {
    const events = [submitted('a'), failed('first'), submitted('b'), failed('second')];
    expect(endLast(events)).toEqual([submitted('a'), submitted('b'), failed('first')]);
  });
});
