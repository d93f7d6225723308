import { IDLE_CONNECTION_MARGIN_MS, IDLE_CONNECTION_MS } from '../limits.js';

const TIMEOUT = /(?:^|[,;\s])timeout\s*=\s*"?(\d{1,6})/i;

/**
 * For how long a connection may be kept for another request, by the `Keep-Alive` header of its last answer:
 *
 * | `Keep-Alive`         | ms    |
 * |----------------------|-------|
 * | absent, or no number | 3,500 |
 * | `timeout=60`         | 3,500 |
 * | `timeout=3, max=100` | 2,000 |
 * | `timeout=1`          | 0     |
 */
export function idleMsOf(keepAlive: string | readonly string[] | undefined): number {
  if (keepAlive === undefined) return IDLE_CONNECTION_MS;
  const seconds = TIMEOUT.exec(typeof keepAlive === 'string' ? keepAlive : keepAlive.join())?.[1];
  if (seconds === undefined) return IDLE_CONNECTION_MS;
  return Math.max(0, Math.min(IDLE_CONNECTION_MS, Number(seconds) * 1_000 - IDLE_CONNECTION_MARGIN_MS));
}
