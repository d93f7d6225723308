import { assertNever } from '@countersign/contracts';
import { outstanding, type RunCommand } from './decide.js';
import type { RunEvent } from './run-event.js';
import { evolve, type RunState } from './run-state.js';

/** The events of commands that need nothing from outside, until only such remain that do. */
export function followUp(state: RunState): RunEvent[] {
  const event = outstanding(state)
    .map(toEvent)
    .find((candidate) => candidate !== null);
  if (!event) return [];
  return [event, ...followUp(evolve(state, event))];
}

function toEvent(command: RunCommand): RunEvent | null {
  switch (command.type) {
    case 'suspend':
      return { type: 'run_suspended' };
    case 'resume':
      return { type: 'run_resumed' };
    case 'finish':
      return { type: 'run_finished', answer: command.answer };
    case 'fail':
      return { type: 'run_failed', reason: command.reason };
    case 'ask_model':
    case 'submit_call':
    case 'check_call':
      return null;
    default:
      return assertNever(command);
  }
}
