import { Inject, Injectable } from '@nestjs/common';
import type { ForkRunRequest } from '@countersign/contracts';
import { Database, databaseNow, newId } from '@countersign/database';
import { AgentRepository, type VersionedAgent } from '../agents/agent.repository.js';
import { copyConversation, type CopiedConversation } from './copy-conversation.js';
import { limitsOf } from './limits-of.js';
import { newRun } from './new-run.js';
import { RunTooLongError } from './run.errors.js';
import { RunLog } from './run-log.repository.js';
import { type LoadedRun, RunRepository } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import { EMPTY_RUN } from './run-state.js';

/** Copied in one transaction, which nobody waits for longer than for an answer. */
export const FORKED_EVENTS_MAX = 10_000;

/**
 * A new run that goes on from a point of another's conversation. It is a run of the agent as it is now: what was taken from
 * the agent since must not come back by an old run. The calls before that point are history, with the results they had.
 */
@Injectable()
export class ForkRunUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
  ) {}

  /** @throws RunNotFoundError, AgentNotFoundError, AgentArchivedError, UnknownTurnError, OpenPointError, RunTooLongError */
  async execute(request: ForkRunRequest): Promise<LoadedRun> {
    const { workspaceId, runId, actor, afterTurn } = request;
    return this.database.transaction(workspaceId, async (tx) => {
      const { run: source, events } = await this.runs.getEvents(tx, runId);
      const copied = copyConversation(events, afterTurn);
      if (copied.events.length > FORKED_EVENTS_MAX) throw new RunTooLongError(copied.events.length, FORKED_EVENTS_MAX);
      const agent = await this.agents.getToRun(tx, source.agentId);
      const { agentId } = source;
      const agentVersion = agent.version.version;
      const now = await databaseNow(tx);
      const run = newRun({ id: newId(), workspaceId, agentId, agentVersion, initiator: actor, now });
      await this.runs.insert(tx, run);
      return this.log.append(tx, { run, state: EMPTY_RUN }, toBeginning(request, events[0], agent, copied));
    });
  }
}

function toBeginning(
  { runId, actor, message }: ForkRunRequest,
  start: RunEvent | undefined,
  { version }: VersionedAgent,
  { events, sequence }: CopiedConversation,
): RunEvent[] {
  const prompt = start?.type === 'run_started' ? start.prompt : '';
  const forkedFrom = { runId, sequence, events: events.length };
  const by = { kind: actor.kind, id: actor.id, name: actor.name };
  return [
    { type: 'run_started', prompt, agentVersion: version.version, ...limitsOf(version), forkedFrom },
    ...events,
    { type: 'message_received', messageId: newId(), text: message, by },
  ];
}
