import { assertNever } from '@countersign/contracts';
import type { RunCommand } from './decide.js';

/** A command in one line: its type and what it is about. */
export function describeCommand(command: RunCommand): string {
  switch (command.type) {
    case 'ask_model':
      return `ask_model ${command.turn}`;
    case 'submit_call':
    case 'check_call':
      return `${command.type} ${command.call.toolCallId}`;
    case 'finish':
      return `finish ${command.answer}`;
    case 'fail':
      return `fail ${command.reason}`;
    case 'suspend':
    case 'resume':
      return command.type;
    default:
      return assertNever(command);
  }
}
