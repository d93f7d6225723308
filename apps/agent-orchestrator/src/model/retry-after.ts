/** A provider's word is not taken for more than this: a day. */
const RETRY_AFTER_SECONDS_MAX = 86_400;

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * In how many seconds a provider wants to be asked again, or undefined where it does not say.
 *
 * | header                                             | e.g.                                    |
 * |----------------------------------------------------|-----------------------------------------|
 * | `retry-after-ms`                                   | `1500`                                  |
 * | `retry-after`                                      | `20`, `Mon, 23 Nov 2026 10:00:20 GMT`   |
 * | `anthropic-ratelimit-*-reset` of what is used up   | `2026-11-23T10:00:20Z`                  |
 * | `x-ratelimit-reset-*` of what is used up           | `1s`, `6m0s`, `120ms`                   |
 *
 * @param headers with names in lower case
 */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const seconds =
    toNumber(headers['retry-after-ms'], 1_000) ??
    readRetryAfter(headers['retry-after'], nowMs) ??
    reset(headers, nowMs);
  if (seconds === undefined) return undefined;
  return Math.min(Math.max(0, Math.ceil(seconds)), RETRY_AFTER_SECONDS_MAX);
}

function readRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  return toNumber(value, 1) ?? secondsUntil(value, nowMs);
}

function toNumber(value: string | undefined, perSecond: number): number | undefined {
  return value !== undefined && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) / perSecond : undefined;
}

function secondsUntil(time: string | undefined, nowMs: number): number | undefined {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : (ms - nowMs) / 1_000;
}

/** The longest wait of those limits of which nothing remains. */
function reset(headers: Headers, nowMs: number): number | undefined {
  const waits = Object.entries(headers).flatMap(([name, remaining]) => {
    const [, vendor = '', what = ''] =
      /^(anthropic-ratelimit|x-ratelimit)(?:-remaining)?-([a-z-]+?)(?:-remaining)?$/.exec(name) ?? [];
    if (!name.includes('remaining') || Number(remaining) !== 0) return [];
    const wait =
      vendor === 'x-ratelimit'
        ? toDuration(headers[`x-ratelimit-reset-${what}`])
        : secondsUntil(headers[`${vendor}-${what}-reset`], nowMs);
    return wait === undefined ? [] : [wait];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 };

function toDuration(text: string | undefined): number | undefined {
  const parts = [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((seconds, [, count, unit]) => seconds + Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0), 0);
}
