import { assertNever } from '@countersign/contracts';
import type { Outcome } from '../calls/call.js';
import {
  errorResult,
  failed,
  notAvailable,
  outcomeUnknown,
  takenAsTask,
  textResult,
  toResultBytes,
} from '../calls/model-answers.js';
import type { AttemptOutcome } from './attempt.js';

/** How a call ends by what became of its (last) attempt, with the one result that its model sees. */
export function toOutcome(callId: string, outcome: AttemptOutcome): Outcome {
  switch (outcome.kind) {
    case 'result': {
      const isError = outcome.result.isError === true;
      return { state: 'succeeded', isError, reason: null, result: toResultBytes(outcome.result) };
    }
    case 'input_required':
      // The client that was asked makes a new call, with what it was asked for.
      return { ...failure('the server asked its client for more input'), inputRequired: outcome.result };
    case 'task': {
      const result = toResultBytes(textResult(takenAsTask()));
      return { state: 'succeeded', isError: false, reason: outcome.reason, result, serverTask: outcome.result };
    }
    case 'failed':
      return outcome.error === undefined
        ? failure(outcome.reason)
        : { ...failure(outcome.reason), error: outcome.error };
    case 'refused':
      return failure(outcome.reason);
    case 'session_lost':
    case 'wrong_era':
      return failure(`${outcome.reason}, twice`);
    case 'withheld':
      return ending('failed', outcome.reason, notAvailable(outcome.reason));
    case 'not_sent':
      return failure(`the call could not be sent: ${outcome.reason}`);
    case 'unknown': {
      const result = toResultBytes(errorResult(outcomeUnknown(outcome.reason, callId)));
      return { state: 'unknown', isError: true, reason: outcome.reason, result };
    }
    default:
      return assertNever(outcome);
  }
}

/** An answer came, and this process cannot keep it or does not know what it was: for a person. */
export function unreadable(callId: string): Outcome {
  return toOutcome(callId, { kind: 'unknown', reason: 'what came back could not be recorded' });
}

export function failure(reason: string): Outcome {
  const result = toResultBytes(errorResult(failed(`${reason}.`)));
  return { state: 'failed', isError: true, reason, result };
}

/** An end without an answer of the server: `text` is what the model reads. */
export function ending(state: Outcome['state'], reason: string, text: string): Outcome {
  return { state, isError: true, reason, result: toResultBytes(errorResult(text)) };
}
