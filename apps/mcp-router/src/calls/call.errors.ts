import { DomainError, type CallState } from '@countersign/contracts';
import { APPROVAL_STATUS_TOOL } from './approval-status-tool.js';

export class CallNotFoundError extends DomainError {
  constructor(callId: string) {
    super('call.not_found', 'There is no such call.', { callId });
  }
}

export class CallAlreadySettledError extends DomainError {
  constructor(callId: string, state: CallState) {
    super('call.already_settled', `The call has ended already: ${state}.`, { callId, state });
  }
}

/** Only what nobody knows can be resolved. */
export class CallNotUnknownError extends DomainError {
  constructor(callId: string, state: CallState) {
    super('call.not_unknown', `The outcome of this call is known: ${state}.`, { callId, state });
  }
}

/** The copies of other services' rules are too old to decide anything in this workspace by. */
export class RouterBehindError extends DomainError {
  constructor(behind: readonly string[]) {
    super(
      'router.behind',
      'The router has lost touch with the rules of this workspace and allows nothing in it until it has them again.',
      {
        behind,
      },
    );
  }
}

/** The database did not confirm its row, whether it has it or not. Without that nothing is sent. The text is for a model. */
export class CallNotRecordedError extends DomainError {
  constructor(callId: string, cause: unknown) {
    super(
      'call.not_recorded',
      'the ledger did not confirm that it has this call, and without that nothing is sent: it was not executed. It may be ' +
        'made again; where it waits for a person by now, the identical call finds that very one. If the ledger has it ' +
        `after all, ${APPROVAL_STATUS_TOOL} with {"approval_id": "${callId}"} tells of it.`,
      { callId },
      { cause },
    );
  }
}

export class RunCancelledError extends DomainError {
  constructor(runId: string) {
    super('run.finished', 'The run was cancelled; it can send nothing new.', { runId });
  }
}

export class InvalidCursorError extends DomainError {
  constructor() {
    super('request.invalid', 'The cursor is not from a page before.', {
      problems: [{ pointer: '/cursor', code: 'bad_cursor', message: 'is not from a page before' }],
    });
  }
}

/** It has not ended yet, or nobody knows how. */
export class CallHasNoResultError extends DomainError {
  constructor(callId: string, state: CallState) {
    super('call.result_not_found', `The call has no result: it is ${state}.`, { callId, state });
  }
}
