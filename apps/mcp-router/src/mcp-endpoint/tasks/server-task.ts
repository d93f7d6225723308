import { isRecord } from '../protocol/rpc-message.js';

type Members = Readonly<Record<string, unknown>>;

const STATUSES: readonly unknown[] = ['working', 'input_required', 'completed', 'failed', 'cancelled'];

/** What every task has, as far as the server wrote it rightly. @returns null for what is no task */
export function toTaskFields(task: Members): Members | null {
  const { status, statusMessage, createdAt, lastUpdatedAt, ttlMs, pollIntervalMs } = task;
  const isDated = typeof createdAt === 'string' && typeof lastUpdatedAt === 'string';
  const isBounded = ttlMs === null || Number.isInteger(ttlMs);
  if (!STATUSES.includes(status) || !isDated || !isBounded) return null;
  return {
    status,
    ...(typeof statusMessage === 'string' ? { statusMessage } : {}),
    createdAt,
    lastUpdatedAt,
    ttlMs,
    ...(Number.isInteger(pollIntervalMs) ? { pollIntervalMs } : {}),
  };
}

/** The error with which a task failed, in the words of its server. */
export function toTaskError(error: unknown): Members | null {
  if (!isRecord(error) || !Number.isInteger(error['code']) || typeof error['message'] !== 'string') return null;
  const { code, message, data } = error;
  return { code, message, ...(data === undefined ? {} : { data }) };
}
