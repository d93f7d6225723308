import { DomainError } from '@countersign/contracts';

/** The answer ended in a way that is none: cut, empty, filtered. Told to people as it is. */
export class IncompleteAnswerError extends DomainError {
  constructor(
    message: string,
    /** Whether the same question can have a better answer. */
    readonly canRepeat: boolean,
  ) {
    super('model.incomplete_answer', message);
  }
}

/** What a provider said of its failure in the middle of a stream is no error yet, only its description. */
export class StreamedError extends DomainError {
  constructor(description: unknown) {
    super('model.streamed_error', 'The provider failed in the middle of its answer.', {}, { cause: description });
  }
}

/** The run ended while its model was answering: nobody reads the answer any more. */
export class RunEndedError extends DomainError {
  constructor(runId: string) {
    super('run.ended', `Run ${runId} has ended meanwhile.`, { runId });
  }
}
