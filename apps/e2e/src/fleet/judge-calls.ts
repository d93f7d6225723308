import { editedId, fateOf } from './proposed-run.js';
import type { Workspace } from './workspace.js';

export interface JudgedCall {
  readonly note: string;
  /** Of its last result in the run's log; `none` is a fault. */
  readonly state: string;
  /** What is wrong; null: nothing. */
  readonly fault: string | null;
}

interface Proposed {
  readonly toolCallId: string;
  readonly arguments: string;
}

interface RecordedEvent {
  readonly type: string;
  readonly data: string;
  readonly run_id: string;
}

/** States after which the model has its result. */
const NO_RESULT = ['unknown', 'retried'];

/** Every call that a model proposed, compared with what the server remembers. */
export async function judgeCalls(workspace: Workspace): Promise<JudgedCall[]> {
  const events = await workspace.fleet.sql<RecordedEvent>(
    'select run_id, type, data from agent_orchestrator.run_events order by run_id, sequence',
  );
  return Object.values(Object.groupBy(events, ({ run_id }) => run_id)).flatMap((log) => judgeRun(workspace, log ?? []));
}

/** How often the server executed each note. */
export function executionsOf(workspace: Workspace): { readonly note: string; readonly times: number }[] {
  const notes = workspace.notes.executed.map((call) => String((call.arguments as { id?: unknown }).id));
  return Object.entries(Object.groupBy(notes, (note) => note)).map(([note, all]) => ({
    note,
    times: all?.length ?? 0,
  }));
}

function judgeRun(workspace: Workspace, log: readonly RecordedEvent[]): JudgedCall[] {
  const of = <T>(type: string): T[] =>
    log.filter((event) => event.type === type).map(({ data }) => JSON.parse(data) as T);
  const proposed = of<{ calls: Proposed[] }>('turn_answered').flatMap(({ calls }) => calls);
  const results = of<{ toolCallId: string; state: string }>('call_settled');
  return proposed.map((call) => {
    const own = results.filter(({ toolCallId, state }) => toolCallId === call.toolCallId && !NO_RESULT.includes(state));
    const { id } = JSON.parse(call.arguments) as { id: string };
    const state = own.at(-1)?.state ?? 'none';
    return {
      note: id,
      state,
      fault: findFault(
        workspace,
        id,
        own.map((result) => result.state),
      ),
    };
  });
}

function findFault(workspace: Workspace, note: string, states: readonly string[]): string | null {
  if (states.length !== 1) return `it has ${states.length} results`;
  const [plain, edited] = [workspace.executions(note), workspace.executions(editedId(note))];
  const isDone = states[0] === 'succeeded' || states[0] === 'resolved_succeeded';
  const fate = fateOf(note);
  const wanted = isDone ? 1 : 0;
  if (fate === 'deny' && states[0] !== 'denied') return `it was to be denied, and is ${states[0]}`;
  if (fate === 'edit' && plain > 0) return 'what was asked for was executed, and not what was approved';
  const executed = fate === 'edit' ? edited : plain;
  return executed === wanted ? null : `it is ${states[0]}, and was executed ${executed} times`;
}
