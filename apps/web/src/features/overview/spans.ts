export const SPANS = ['hour', 'day', 'week', 'month'] as const;
export type Span = (typeof SPANS)[number];

/** How far back, and in steps of how many seconds: some 30 to 60 of them, as many as a phone can show. */
const SECONDS: Readonly<Record<Span, { readonly length: number; readonly step: number }>> = {
  hour: { length: 3_600, step: 60 },
  day: { length: 86_400, step: 1_800 },
  week: { length: 7 * 86_400, step: 4 * 3_600 },
  month: { length: 30 * 86_400, step: 86_400 },
};

export interface Range {
  /** RFC 3339. */
  readonly from: string;
  readonly until: string;
  /** Seconds. */
  readonly step: number;
}

export function isSpan(value: unknown): value is Span {
  return SPANS.some((span) => span === value);
}

/** The span that ends with the step of this moment, in whole steps, so that asking again in the same step asks the same. */
export function rangeOf(span: Span, nowMs: number): Range {
  const { length, step } = SECONDS[span];
  const until = (Math.floor(nowMs / 1_000 / step) + 1) * step;
  return { from: toTime(until - length), until: toTime(until), step };
}

function toTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
