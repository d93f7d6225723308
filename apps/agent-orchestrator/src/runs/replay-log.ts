import { outstanding } from './decide.js';
import { describeCommand } from './describe-command.js';
import { type LoggedEvent, readLog } from './read-log.js';

/** One event of a log, and what this version would do next if it were the last one. */
export interface ReplayedEvent {
  readonly sequence: number;
  readonly type: string;
  readonly commands: readonly string[];
}

/** @throws UnreadableRunError, naming the event that this version cannot read or that contradicts the ones before it */
export function replayLog(rows: readonly (LoggedEvent & { readonly type: string })[]): ReplayedEvent[] {
  return rows.map(({ sequence, type }, index) => {
    const commands = outstanding(readLog(rows.slice(0, index + 1))).map(describeCommand);
    return { sequence, type, commands };
  });
}
