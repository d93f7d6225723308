import type { ModelFacts, ModelFactsTable, ModelPrice } from './model-facts.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What an operator knows of models, e.g.
 * `{"llama-4": {"contextTokens": 131072, "outputTokensMax": 8192, "price": {"input": 0.2, "output": 0.6}}}`.
 *
 * @throws Error that says what is wrong, and where
 */
export function parseModelFacts(value: unknown): ModelFactsTable {
  const models = record('it', value, null);
  return Object.fromEntries(Object.entries(models).map(([model, facts]) => [model, toFacts(model, facts)]));
}

function toFacts(model: string, value: unknown): ModelFacts {
  const facts = record(model, value, ['contextTokens', 'outputTokensMax', 'price']);
  return {
    ...positive(model, facts, 'contextTokens', Number.isSafeInteger),
    ...positive(model, facts, 'outputTokensMax', Number.isSafeInteger),
    ...(facts['price'] === undefined ? {} : { price: toPrice(`${model}.price`, facts['price']) }),
  };
}

function toPrice(place: string, value: unknown): ModelPrice {
  const price = record(place, value, ['input', 'output', 'cachedInput', 'cacheWrite', 'long']);
  return {
    input: amount(place, price, 'input'),
    output: amount(place, price, 'output'),
    ...(price['cachedInput'] === undefined ? {} : { cachedInput: amount(place, price, 'cachedInput') }),
    ...(price['cacheWrite'] === undefined ? {} : { cacheWrite: amount(place, price, 'cacheWrite') }),
    ...(price['long'] === undefined ? {} : { long: toLong(`${place}.long`, price['long']) }),
  };
}

function toLong(place: string, value: unknown): NonNullable<ModelPrice['long']> {
  const long = record(place, value, ['aboveInputTokens', 'inputFactor', 'outputFactor']);
  return {
    aboveInputTokens: amount(place, long, 'aboveInputTokens'),
    inputFactor: amount(place, long, 'inputFactor'),
    outputFactor: amount(place, long, 'outputFactor'),
  };
}

function positive<K extends string>(
  place: string,
  fields: Fields,
  key: K,
  isFit: (value: unknown) => boolean,
): { readonly [key in K]?: number } {
  const value = fields[key];
  if (value === undefined) return {};
  if (typeof value === 'number' && isFit(value) && value > 0)
    return { [key]: value } as { readonly [key in K]?: number };
  throw new Error(`has no positive whole number as ${place}.${key}`);
}

function amount(place: string, fields: Fields, key: string): number {
  const value = fields[key];
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`has no number as ${place}.${key}`);
}

/** @param keys what it may have; null: anything. A misspelt price must not pass for an unknown one. */
function record(place: string, value: unknown, keys: readonly string[] | null): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`has no object as ${place}`);
  const unknownKey = keys === null ? undefined : Object.keys(value).find((key) => !keys.includes(key));
  if (unknownKey !== undefined) throw new Error(`has an unknown ${place}.${unknownKey}`);
  return value as Fields;
}
