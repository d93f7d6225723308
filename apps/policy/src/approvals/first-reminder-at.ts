import { REMINDER_PERCENTAGES } from '@countersign/contracts';

/** When the first part of the time to decide has passed that is reminded of. */
export function firstReminderAt(requestedAt: Date, expiresAt: Date): Date {
  const [percent] = REMINDER_PERCENTAGES;
  const [from, to] = [requestedAt.getTime(), expiresAt.getTime()];
  return new Date(from + ((to - from) * percent) / 100);
}
