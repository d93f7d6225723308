import type { LoggedEvent } from './read-log.js';
import { replayLog } from './replay-log.js';

/** A log as a version stored it, with the commands that follow from it after each event. */
export interface RecordedLog {
  readonly about: string;
  /** The version of Countersign. */
  readonly recordedBy: string;
  readonly log: readonly { readonly event: unknown; readonly commands: readonly string[] }[];
}

/** @throws UnreadableRunError: nothing is recorded that this version cannot read itself */
export function recordLog(
  rows: readonly (LoggedEvent & { readonly type: string })[],
  { about, recordedBy }: Pick<RecordedLog, 'about' | 'recordedBy'>,
): RecordedLog {
  const log = replayLog(rows).map(({ commands }, index) => {
    const event: unknown = JSON.parse(rows[index]?.data ?? 'null');
    return { event, commands };
  });
  return { about, recordedBy, log };
}
