import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { evolve } from '../runs/run-state.js';
import { readLog } from '../runs/read-log.js';
import { afterFailure } from './after-failure.js';
import { toConversation } from './conversation.js';
import type { ModelFailure } from './model-failure.js';

const FIXTURE = new URL('../../fixtures/runs/result-with-an-image.json', import.meta.url);
const { log } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as { log: { event: object }[] };
/** A run whose model is about to be asked with an image in a result. */
const state = readLog(
  log.slice(0, 4).map(({ event }, index) => ({ sequence: index + 1, data: JSON.stringify(event) })),
);

const asked = (provider: 'anthropic' | 'openai-compatible', of = state) => ({
  ...{ provider, model: 'm', instructions: '', tools: [] },
  messages: toConversation(of, { takesFiles: provider === 'anthropic' }),
});
const failure = (more: Partial<ModelFailure>): ModelFailure => ({ message: 'no', canRepeat: false, ...more });

describe('after a failure of the model', () => {
  it('a file that the provider cannot read is left out, once, and the model is told', () => {
    const refused = failure({ areFilesRefused: true });
    const event = afterFailure(state, asked('anthropic'), refused);
    expect(event).toEqual({ type: 'results_compacted', toolCallIds: ['turn1_call1'] });
    const next = evolve(state, event);
    expect(JSON.stringify(asked('anthropic', next).messages)).toMatch(/left out here, because .* could not be read/);
    expect(afterFailure(next, asked('anthropic', next), refused)).toEqual({
      ...{ type: 'model_failed', message: 'no', canRepeat: false },
    });
  });

  it('nothing is left out for a model that was shown no file', () => {
    const event = afterFailure(state, asked('openai-compatible'), failure({ areFilesRefused: true }));
    expect(event.type).toBe('model_failed');
  });

  it('a long conversation gives way, and says so when it cannot', () => {
    const tooLong = failure({ tooLong: { counted: null } });
    expect(afterFailure(state, asked('anthropic'), tooLong).type).toBe('results_compacted');
    expect(afterFailure(state, asked('openai-compatible'), tooLong)).toMatchObject({
      message: 'no (and no result is left to leave out)',
    });
  });

  it('the failure itself is recorded, with the pause that the provider asked for', () => {
    const event = afterFailure(state, asked('anthropic'), failure({ canRepeat: true, retryAfterSeconds: 7 }));
    expect(event).toEqual({ type: 'model_failed', message: 'no', canRepeat: true, retryAfterSeconds: 7 });
  });
});
