import type { RunView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import type { LedgerCall } from '../test-router.fixture-spec.js';
import type { OrchestratorSystem } from '../test-system.fixture-spec.js';

/** A run that waits for its call, and the call. */
export interface SuspendedRun {
  readonly runId: string;
  readonly call: LedgerCall;
}

/** As many runs as that, each with a log and a call of its own: copies of one that came to wait by itself. */
export async function copySuspendedRun(
  system: OrchestratorSystem,
  run: RunView,
  count: number,
): Promise<readonly SuspendedRun[]> {
  const [original] = system.router.ofRun(run.id);
  if (!original) throw new Error('the run has no call');
  const copies = Array.from({ length: count }, () => {
    const runId = newId();
    return { runId, call: { ...original, runId, callId: newId() } };
  });
  const parameters = [run.id, original.callId, copies.map(({ runId }) => runId), copies.map(({ call }) => call.callId)];
  await system.sql(
    `insert into runs select (jsonb_populate_record(original, jsonb_build_object(
       'id', copy.run_id, 'summary', replace(original.summary, $2, copy.call_id)))).*
     from runs original, unnest($3::uuid[], $4::text[]) as copy (run_id, call_id) where original.id = $1`,
    parameters,
  );
  await system.sql(
    `insert into run_events select (jsonb_populate_record(original, jsonb_build_object(
       'run_id', copy.run_id, 'data', replace(original.data, $2, copy.call_id)))).*
     from run_events original, unnest($3::uuid[], $4::text[]) as copy (run_id, call_id) where original.run_id = $1`,
    parameters,
  );
  system.router.calls.push(...copies.map(({ call }) => call));
  return copies;
}

/** What only the next version writes, and reads. */
export async function noteAsNewerVersion(system: OrchestratorSystem, runs: readonly SuspendedRun[]): Promise<void> {
  await system.sql(
    `with head as (update runs set version = version + 1 where id = any($1) returning id, workspace_id, version)
     insert into run_events (run_id, sequence, workspace_id, type, data)
     select id, version, workspace_id, 'call_noted', '{"type":"call_noted","toolCallId":"turn1_call1"}' from head`,
    [runs.map(({ runId }) => runId)],
  );
}
