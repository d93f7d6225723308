import { DomainError } from '@countersign/contracts';
import { PermanentError } from '@countersign/messaging';

/** Permanent: runs are never deleted, so no later delivery finds it. */
export class RunNotFoundError extends PermanentError {
  constructor(runId: string) {
    super('run.not_found', `There is no run ${runId} in this workspace.`, { runId });
  }
}

export class RunFinishedError extends DomainError {
  constructor(runId: string, status: string) {
    super('run.finished', `Run ${runId} has already ended (${status}).`, { runId, status });
  }
}

/** What is written to a run is done in the name of who started it, and only they may lend it. */
export class ForeignRunError extends DomainError {
  constructor(runId: string, name: string) {
    super(
      'run.foreign',
      `Run ${runId} acts in the name of ${name}, and takes messages from them alone. A fork of it goes on in yours.`,
      { runId },
    );
  }
}

export class RunCancelledError extends DomainError {
  constructor(runId: string, byName: string | null) {
    const by = byName === null ? '' : ` by ${byName}`;
    super(
      'run.cancelled',
      `Run ${runId} was cancelled${by} and takes no messages. A fork of it goes on from where it was.`,
      { runId },
    );
  }
}

export class TooManyMessagesError extends DomainError {
  constructor(runId: string, messagesMax: number) {
    super('run.too_many_messages', `${messagesMax} messages wait already until run ${runId} reads them.`, { runId });
  }
}

/** The same id with another text: one of the two would be lost. */
export class MessageIdTakenError extends DomainError {
  constructor(messageId: string) {
    super('run.message_id_taken', `The message id ${messageId} stands for another text in this run.`, { messageId });
  }
}

export class UnknownTurnError extends DomainError {
  constructor(turn: number, turns: number) {
    super('run.unknown_turn', `There is no turn ${turn}: the run has ${turns}.`, { turn, turns });
  }
}

/** A conversation whose calls have no results yet cannot be told to a model. */
export class OpenPointError extends DomainError {
  constructor(turn: number, open: readonly { readonly toolCallId: string; readonly state: string }[]) {
    const calls = open.map(({ toolCallId, state }) => `${toolCallId} is ${state}`).join(', ');
    super(
      'run.point_is_open',
      `Not every call of turn ${turn} has its result (${calls}). Fork after turn ${turn - 1}, or when they have ended.`,
      { turn, toolCallIds: open.map(({ toolCallId }) => toolCallId) },
    );
  }
}

export class RunTooLongError extends DomainError {
  constructor(events: number, eventsMax: number) {
    super('run.too_long', `The conversation has ${events} events, and a fork takes over ${eventsMax} at most.`);
  }
}

/** Somebody appended without holding the run's lock. */
export class RunMovedOnError extends DomainError {
  constructor(runId: string) {
    super('run.moved_on', `Run ${runId} has moved on meanwhile.`, { runId });
  }
}

/**
 * The log has an event that this version does not know, or that cannot follow the ones before it. The run stays as it is,
 * parked for a version that can read it.
 */
export class UnreadableRunError extends PermanentError {
  constructor(problem: string, options?: ErrorOptions) {
    super('run.unreadable', problem, {}, options);
  }

  /** The type of event that is unknown to this version; null: that is not why the log cannot be read. */
  get unknownType(): string | null {
    return this.cause instanceof UnreadableRunError ? this.cause.unknownType : null;
  }
}

/** A newer version wrote to the log. */
export class UnknownEventError extends UnreadableRunError {
  constructor(private readonly type: string) {
    super(`events of type ${JSON.stringify(type)} are unknown to this version`);
  }

  override get unknownType(): string {
    return this.type;
  }
}

/** The router was asked to make a call again and has not recorded the new one yet. */
export class SuccessorMissingError extends DomainError {
  constructor(callId: string) {
    super('run.successor_missing', `Call ${callId} is to be made again, and its successor is not recorded yet.`, {
      callId,
    });
  }
}
