/** RFC 5424, the least severe first. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;

export type LogLevel = (typeof LEVELS)[number];

export function isLogLevel(value: unknown): value is LogLevel {
  return LEVELS.some((level) => level === value);
}

/** Whether somebody who asked for `least` wants to hear this. What has no level that is known is for nobody. */
export function isAtLeast(level: unknown, least: LogLevel): boolean {
  return isLogLevel(level) && LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}
