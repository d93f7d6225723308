const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** What has just happened at a server whose clock is a little ahead, or while ours ticks, is not still to come. */
const SKEW_SECONDS_MAX = 5;

/** "3 minutes ago", "in 2 hours": by the largest unit that is full. */
export function describeRelative(timeMs: number, nowMs: number): string {
  const ahead = Math.round((timeMs - nowMs) / 1_000);
  const seconds = ahead > 0 && ahead <= SKEW_SECONDS_MAX ? 0 : ahead;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
  return RELATIVE.format(Math.trunc(seconds / size), unit);
}

/** "2 h 05 min", "4 min 09 s", "12 s": what is left, never negative. */
export function describeLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600), Math.floor(seconds / 60)];
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${two(minutes % 60)} min`;
  if (minutes > 0) return `${minutes} min ${two(seconds % 60)} s`;
  return `${seconds} s`;
}

/** "1.25 s", "38 ms", "2 min 10 s". */
export function describeDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(2)} s` : describeLeft(ms);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
