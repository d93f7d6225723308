import type { Usage } from './transcript.js';

const MICROS_PER_DOLLAR = 1_000_000;
const COUNT = new Intl.NumberFormat('en');
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** "1,204 read (800 cached), 56 written, $0.0031". */
export function describeUsage(usage: Usage, costMicros: number | null): string {
  const { inputTokens, outputTokens, cachedInputTokens } = usage;
  const cached = cachedInputTokens === 0 ? '' : ` (${COUNT.format(cachedInputTokens)} cached)`;
  const tokens = `${COUNT.format(inputTokens)} tokens read${cached}, ${COUNT.format(outputTokens)} written`;
  return costMicros === null ? tokens : `${tokens}, ${describeCost(costMicros)}`;
}

/** Of millionths of a US dollar: as many digits as say something. */
export function describeCost(costMicros: number): string {
  const dollars = costMicros / MICROS_PER_DOLLAR;
  return `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}

export function describeCount(count: number): string {
  return COUNT.format(count);
}

/** "1.2M", for limits. */
export function describeRoundCount(count: number): string {
  return COMPACT.format(count);
}
