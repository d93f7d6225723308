import { describe, expect, it } from '@jest/globals';
import { findModelFacts } from './model-facts.js';
import { TOKENS_COUNTED_MAX, toCostMicros, toTokenUsage } from './model-usage.js';
import { parseModelFacts } from './parse-model-facts.js';

const count = (total: number, cacheRead = 0, cacheWrite = 0, output = 0) => ({
  inputTokens: { total, cacheRead, cacheWrite },
  outputTokens: { total: output },
});

describe('what is known of a model', () => {
  it('is found by its id, with or without the date of a snapshot', () => {
    const facts = { contextTokens: 200_000, outputTokensMax: 64_000 };
    expect(findModelFacts('anthropic', 'claude-sonnet-4-5', {})).toMatchObject(facts);
    expect(findModelFacts('anthropic', 'claude-sonnet-4-5-20250929', {})).toMatchObject(facts);
    expect(findModelFacts('openai', 'gpt-5-2025-08-07', {}).contextTokens).toBe(400_000);
  });

  it('is nothing for a model that is not known, or is served by somebody else', () => {
    for (const model of ['claude-none', 'constructor', '__proto__']) {
      expect(findModelFacts('anthropic', model, {})).toEqual({});
    }
    expect(findModelFacts('openai-compatible', 'gpt-5', {})).toEqual({});
  });

  it('is what the deployment says, fact by fact', () => {
    const own = { 'gpt-5': { contextTokens: 1_000 }, 'llama-4': { price: { input: 1, output: 2 } } };
    expect(findModelFacts('openai', 'gpt-5', own)).toMatchObject({ contextTokens: 1_000, outputTokensMax: 128_000 });
    expect(findModelFacts('openai-compatible', 'llama-4', own).price?.output).toBe(2);
  });

  it.each<[string, unknown]>([
    ['has no object as it', []],
    ['has no object as gpt-5', { 'gpt-5': 7 }],
    ['has an unknown gpt-5.window', { 'gpt-5': { window: 7 } }],
    ['has no positive whole number as gpt-5.contextTokens', { 'gpt-5': { contextTokens: 1.5 } }],
    ['has no number as gpt-5.price.output', { 'gpt-5': { price: { input: 1 } } }],
    ['has an unknown gpt-5.price.inputs', { 'gpt-5': { price: { inputs: 1, input: 1, output: 1 } } }],
    [
      'has no number as m.price.long.inputFactor',
      { m: { price: { input: 1, output: 1, long: { aboveInputTokens: 1 } } } },
    ],
  ])('%s where a deployment wrote that', (problem, value) => {
    expect(() => parseModelFacts(value)).toThrow(problem);
  });

  it('is taken as a deployment wrote it', () => {
    const long = { aboveInputTokens: 100, inputFactor: 2, outputFactor: 1.5 };
    const facts = { m: { contextTokens: 7, price: { input: 1, output: 2, cachedInput: 0, cacheWrite: 3, long } } };
    expect(parseModelFacts(facts)).toEqual(facts);
  });
});

describe('the tokens and the cost of an answer', () => {
  it('have each kind of token at its price', () => {
    const price = { input: 3, cachedInput: 0.3, cacheWrite: 3.75, output: 15 };
    expect(toCostMicros(count(1_000, 400, 200, 100), price)).toBe(400 * 3 + 400 * 0.3 + 200 * 3.75 + 1_500);
    expect(toCostMicros(count(1_000, 400, 200), { input: 1, output: 1 })).toBe(1_000);
  });

  it('are dearer as a whole above a bound', () => {
    const long = { aboveInputTokens: 1_000, inputFactor: 2, outputFactor: 1.5 };
    const price = { input: 1, output: 10, long };
    expect(toCostMicros(count(1_000, 0, 0, 10), price)).toBe(1_100);
    expect(toCostMicros(count(1_001, 0, 0, 10), price)).toBe(2_002 + 150);
  });

  it('are whole numbers whatever a server counts, and unknown where it does not', () => {
    expect(toTokenUsage(count(10.4, 99, 0, -3))).toEqual({ inputTokens: 10, outputTokens: 0, cachedInputTokens: 10 });
    expect(toTokenUsage(count(1e300, 2 ** 60, 0, Infinity))).toEqual({
      inputTokens: TOKENS_COUNTED_MAX,
      outputTokens: 0,
      cachedInputTokens: TOKENS_COUNTED_MAX,
    });
    expect(toCostMicros(count(1e300, 0, 0, 1e300), { input: 1e300, output: 1 })).toBe(1e12);
    const nothing = { total: undefined, cacheRead: undefined, cacheWrite: undefined };
    expect(toTokenUsage({ inputTokens: nothing, outputTokens: { total: undefined } })).toBeNull();
  });
});
