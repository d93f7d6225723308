import { Text, Tooltip, type TextProps } from '@mantine/core';
import { useNow } from './clock.js';
import { describeLeft, describeRelative } from './describe-time.js';

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
/** From here on the countdown is shown as urgent. */
const URGENT_MS = 5 * 60_000;

/** How long ago something was; the exact time on demand. `time` is RFC 3339. */
export function RelativeTime({ time, ...props }: { readonly time: string } & TextProps) {
  const now = useNow();
  const at = new Date(time);
  return (
    <Tooltip label={FULL.format(at)}>
      <Text component="time" dateTime={time} span size="sm" {...props}>
        {describeRelative(at.getTime(), now)}
      </Text>
    </Tooltip>
  );
}

export function FullTime({ time }: { readonly time: string }) {
  return <time dateTime={time}>{FULL.format(new Date(time))}</time>;
}

/** What is left until `until` (RFC 3339). */
export function Countdown({ until }: { readonly until: string }) {
  const leftMs = new Date(until).getTime() - useNow();
  const color = leftMs < URGENT_MS ? 'var(--mantine-color-error)' : 'dimmed';
  return (
    <Text component="time" dateTime={until} span size="sm" c={color} fw={leftMs < URGENT_MS ? 600 : 400}>
      {leftMs <= 0 ? 'expired' : `expires in ${describeLeft(leftMs)}`}
    </Text>
  );
}
