import { Inject, Injectable } from '@nestjs/common';
import type { Actor, SendMessageRequest } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { AgentRepository } from '../agents/agent.repository.js';
import { ForeignRunError, MessageIdTakenError, RunCancelledError, TooManyMessagesError } from './run.errors.js';
import { RunLog } from './run-log.repository.js';
import { type LoadedRun, RunRepository } from './run.repository.js';
import { isOver, type RunState, unreadMessages } from './run-state.js';

/** A run that waits for days must not collect a book: its next question to the model has all of them. */
export const UNREAD_MESSAGES_MAX = 50;

/** A run at work reads it after the turn; one that has ended is opened again by it, one that was cancelled is not. */
@Injectable()
export class SendMessageUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
  ) {}

  /** @throws ForeignRunError, AgentArchivedError, RunCancelledError, TooManyMessagesError, MessageIdTakenError */
  async execute({ workspaceId, runId, actor, text, messageId }: SendMessageRequest): Promise<LoadedRun> {
    const by = { kind: actor.kind, id: actor.id, name: actor.name };
    const message = { type: 'message_received', messageId: messageId ?? newId(), text, by } as const;
    const received = await this.database.transaction(workspaceId, async (tx) => {
      const loaded = await this.runs.lock(tx, runId);
      const { initiator } = loaded.run;
      if (personOf(initiator) !== personOf(actor)) throw new ForeignRunError(runId, initiator.name);
      if (isKnown(loaded.state, message.messageId, text)) return loaded;
      assertOpenTo(loaded.state, runId);
      // To go on after its end is to run anew, which a deleted agent does not.
      if (isOver(loaded.state)) await this.agents.getToRun(tx, loaded.run.agentId);
      return this.log.append(tx, loaded, [message]);
    });
    this.log.tell(received.run);
    return received;
  }
}

/** A person and their tokens are one: what a token started, its owner may go on with. */
function personOf({ id, ownerId }: Actor): string {
  return ownerId ?? id;
}

function isKnown({ messages }: RunState, messageId: string, text: string): boolean {
  const known = messages.find(({ id }) => id === messageId);
  if (known !== undefined && known.text !== text) throw new MessageIdTakenError(messageId);
  return known !== undefined;
}

function assertOpenTo(state: RunState, runId: string): void {
  if (state.status === 'cancelled') throw new RunCancelledError(runId, state.cancelledBy?.name ?? null);
  if (unreadMessages(state) >= UNREAD_MESSAGES_MAX) throw new TooManyMessagesError(runId, UNREAD_MESSAGES_MAX);
}
