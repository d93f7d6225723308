/** What a process waits for before it goes on; nothing: for its turn. */
export interface Wait {
  readonly untilMs?: number;
  isOver?(): boolean;
}

/**
 * Code that can be stopped, interleaved and killed at each `yield`: there, an effect has just happened or is about to.
 * A killed process runs its `finally` and nothing else.
 */
export type Process<T = void> = Generator<Wait | undefined, T, undefined>;

/** What goes wrong in a world like this one, and may not the next time; every other error is one of the simulation. */
export class PassingError extends Error {
  override readonly name: string = 'PassingError';
}

/** The other side did not answer, or the answer was lost. */
export class LostAnswerError extends PassingError {
  override readonly name = 'LostAnswerError';
}

/** What the world does wrong, at the moment. */
export interface Faults {
  losesRequest(): boolean;
  losesAnswer(): boolean;
}

/** Asks another process; the effect happens at one point of time, before, after, or in spite of a lost message. */
export function* request<T>(faults: Faults, effect: () => T): Process<T> {
  yield;
  if (faults.losesRequest()) throw new LostAnswerError('nobody was asked');
  const answer = effect();
  yield;
  if (faults.losesAnswer()) throw new LostAnswerError('the answer was lost');
  return answer;
}

/** An effect that nothing can come between. */
export function* once(effect: () => void = () => undefined): Process {
  yield;
  effect();
}

/** A failure of what nobody waits for is in a log, and that is all. */
export function* tolerant(process: Process): Process {
  try {
    yield* process;
  } catch (error) {
    if (!(error instanceof PassingError)) throw error;
  }
}

/** Whether what it waits for is there. */
export function isReady(wait: Wait | undefined, nowMs: number): boolean {
  if (wait?.untilMs !== undefined) return wait.untilMs <= nowMs;
  return wait?.isOver?.() ?? true;
}
