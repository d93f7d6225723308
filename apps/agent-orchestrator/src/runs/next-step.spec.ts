import { describe, expect, it } from '@jest/globals';
import { ASKED_PAUSE_SECONDS_MAX, MODEL_RETRY_SECONDS, secondsToNextStep } from './next-step.js';
import { foldRun } from './run-state.js';

const afterFailures = (...asked: (number | undefined)[]) =>
  secondsToNextStep(
    foldRun([
      { type: 'run_started', prompt: 'go', agentVersion: 1, turnsMax: 9 },
      ...asked.map((retryAfterSeconds) => ({
        ...({ type: 'model_failed', message: 'no', canRepeat: true } as const),
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      })),
    ]),
  );

describe('the pause after a failure of the model', () => {
  it('grows from failure to failure', () => {
    expect([afterFailures(), afterFailures(undefined), afterFailures(undefined, undefined)]).toEqual([0, 5, 15]);
  });

  it('is as long as the provider asks for, but not shorter than without its word', () => {
    expect([afterFailures(60), afterFailures(1)]).toEqual([60, MODEL_RETRY_SECONDS[0]]);
    expect(afterFailures(60, undefined)).toBe(MODEL_RETRY_SECONDS[1]);
  });

  it('is bounded, whatever the provider asks for', () => {
    expect(afterFailures(86_400)).toBe(ASKED_PAUSE_SECONDS_MAX);
  });
});
