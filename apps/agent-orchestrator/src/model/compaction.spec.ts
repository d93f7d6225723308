import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findContradiction } from '../runs/find-contradiction.js';
import type { RunEvent } from '../runs/run-event.js';
import { evolve, foldRun, type RunState } from '../runs/run-state.js';
import { correctionOf, inputTokensMax, tokensToSpare, tokensToSpareAfter } from './context-budget.js';
import { toConversation, toOutput } from './conversation.js';
import { estimateTokens, tokensOf, tokensOfOutput } from './estimate-tokens.js';
import { planCompaction } from './plan-compaction.js';

const TEXT = { takesFiles: false };

/** A run whose n-th turn has as many calls as the n-th list has results, of so many characters. */
function aRun(turns: readonly (readonly number[])[], inputTokens?: number): RunState {
  const events = turns.flatMap((sizes, index): RunEvent[] => {
    const turn = index + 1;
    const ids = sizes.map((_, call) => `turn${turn}_call${call + 1}`);
    const usage = inputTokens === undefined ? {} : { usage: { inputTokens, outputTokens: 1, cachedInputTokens: 0 } };
    const calls = ids.map((toolCallId) => ({ toolCallId, exposedName: 'read', arguments: '{}' }));
    return [
      { type: 'turn_answered', turn, text: '', calls, ...usage },
      ...ids.map((toolCallId, call): RunEvent => ({
        ...{ type: 'call_settled', toolCallId, callId: 'c', state: 'succeeded', isError: false },
        result: 'x'.repeat(sizes[call] ?? 0),
      })),
    ];
  });
  return foldRun([{ type: 'run_started', prompt: 'go', agentVersion: 1, turnsMax: 99 }, ...events]);
}

const tokensOfCall = (call: RunState['calls'][number]) => tokensOfOutput(toOutput(call, TEXT));
const plan = (state: RunState, tokens: number) =>
  planCompaction(state, { tokensToSpare: tokens, tokensOf: tokensOfCall });

describe('which results are compacted', () => {
  const state = aRun([[4_000, 40], [4_000, 4_000], [4_000]]);

  it('are the oldest large ones, as many as it takes', () => {
    expect(plan(state, 500)).toEqual(['turn1_call1']);
    expect(plan(state, 1_001)).toEqual(['turn1_call1', 'turn2_call1']);
  });

  it('are those of the last turn only when no other is left', () => {
    expect(plan(state, 99_000)).toEqual(['turn1_call1', 'turn2_call1', 'turn2_call2']);
    const next = evolve(state, { type: 'results_compacted', toolCallIds: plan(state, 99_000) });
    expect(plan(next, 99_000)).toEqual(['turn3_call1']);
    expect(plan(evolve(next, { type: 'results_compacted', toolCallIds: ['turn3_call1'] }), 99_000)).toEqual([]);
  });

  it('come to an end, whatever the results are, and every step can follow the log', () => {
    const sizes = fc.array(fc.array(fc.nat(3_000), { maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.nat(5_000), (turns, excess) => {
        let current = aRun(turns);
        for (let step = 0; step <= turns.flat().length; step += 1) {
          const toolCallIds = plan(current, excess);
          if (toolCallIds.length === 0) return;
          const event = { type: 'results_compacted', toolCallIds } as const;
          expect(findContradiction(current, event, 9)).toBeNull();
          const before = estimateTokens({ instructions: '', messages: toConversation(current), tools: [] });
          current = evolve(current, event);
          expect(estimateTokens({ instructions: '', messages: toConversation(current), tools: [] })).toBeLessThan(
            before,
          );
        }
        throw new Error('it did not come to an end');
      }),
    );
  });
});

describe('how much of a model’s window is left', () => {
  const estimate = (text: string) => tokensOf(text);
  const question = (state: RunState) => ({ instructions: '', messages: toConversation(state, TEXT), tools: [] });

  it('is what its longest answer leaves', () => {
    expect(inputTokensMax({ contextTokens: 200_000, outputTokensMax: 64_000 }, undefined)).toBe(136_000);
    expect(inputTokensMax({ contextTokens: 200_000, outputTokensMax: 64_000 }, 1_000)).toBe(199_000);
    expect(inputTokensMax({ contextTokens: 8_000 }, 20_000)).toBe(4_000);
    expect(inputTokensMax({}, undefined)).toBeNull();
  });

  it('is counted in tokens of some four characters, fewer in scripts beyond ASCII', () => {
    expect([estimate('x'.repeat(400)), estimate('字'.repeat(130)), estimate('')]).toEqual([100, 100, 0]);
  });

  it('is corrected by what the provider counted last', () => {
    expect(correctionOf(aRun([[4_000]]), question(aRun([[4_000]])), TEXT)).toBe(1);
    const asked = estimateTokens({ instructions: '', messages: [{ role: 'user', content: 'go' }], tools: [] });
    const state = aRun([[4_000]], asked * 2);
    expect(correctionOf(state, question(state), TEXT)).toBe(2);
    expect(correctionOf(aRun([[4_000]], 99_999), question(state), TEXT)).toBe(3);
  });

  it('is not misjudged after a compaction that the provider has not counted yet', () => {
    const asked = estimateTokens(question(aRun([[8_000]])));
    const state = aRun([[8_000], [4]], asked);
    const compacted = evolve(state, { type: 'results_compacted', toolCallIds: ['turn1_call1'] });
    expect(correctionOf(compacted, question(compacted), TEXT)).toBe(1);
  });

  it('is enough, or not by so much that a share of it stays free afterwards', () => {
    expect(tokensToSpare(1_000, 1, 1_000)).toBe(0);
    expect(tokensToSpare(1_000, 1, 900)).toBe(1_000 - 720);
    expect(tokensToSpare(1_000, 2, 1_600)).toBe(1_000 - 640);
  });

  it('is what the provider says when it refuses, or half of what was asked', () => {
    expect(tokensToSpareAfter(1_000, { counted: { tokens: 250_000, tokensMax: 200_000 } })).toBeCloseTo(360);
    expect(tokensToSpareAfter(1_000, { counted: null })).toBe(500);
    expect(tokensToSpareAfter(1_000, { counted: { tokens: 1, tokensMax: 200_000 } })).toBe(500);
  });

  it('has an image as one large image, whatever its bytes', () => {
    const file = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'A'.repeat(100_000) } } as const;
    expect(tokensOfOutput({ type: 'content', value: [{ type: 'text', text: 'x'.repeat(40) }, file] })).toBe(1_610);
  });
});
