import { memo } from 'react';
import { ModelFailure } from './model-failure.js';
import { PersonMessage } from './person-message.js';
import { RunNote } from './run-note.js';
import type { Entry } from './transcript.js';
import { TurnView } from './turn-view.js';

export interface EntryViewProps {
  readonly entry: Entry;
  readonly runId: string;
  readonly startedBy: string;
}

export const EntryView = memo(function EntryView({ entry, runId, startedBy }: EntryViewProps) {
  switch (entry.kind) {
    case 'person':
      return <PersonMessage entry={entry} name={entry.by ?? startedBy} />;
    case 'turn':
      return <TurnView entry={entry} runId={runId} />;
    case 'model-failed':
      return <ModelFailure entry={entry} />;
    case 'compacted':
    case 'failed':
    case 'cancelled':
    case 'finished':
    case 'unknown-event':
      return <RunNote entry={entry} />;
    default:
      return assertNever(entry);
  }
});

function assertNever(value: never): never {
  throw new Error(`unknown entry ${JSON.stringify(value)}`);
}
