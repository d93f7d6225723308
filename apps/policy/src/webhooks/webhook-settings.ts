import type { EgressOptions } from '@countersign/egress';
import type { KeyWrapper } from '@countersign/tokens';
import { LEASE_MS, POLL_MS, RETRY_DELAYS_MS } from './webhook-limits.js';

/** How patient the sender is. Tests are less so. */
export interface SendTimes {
  readonly pollMs: number;
  readonly leaseMs: number;
  /** After each attempt but the last, in order; one more attempt than delays is made. */
  readonly retryDelaysMs: readonly number[];
}

/** What the operator decides about webhooks. */
export interface WebhookSettings {
  readonly egress: EgressOptions;
  /** Seals addresses and signing secrets. */
  readonly wrapper: KeyWrapper;
  /** Of the web interface, without a slash at the end: messages lead there, where a login is required. */
  readonly publicUrl: string;
  /** Arguments leave the system only where the operator says so. */
  readonly includeArguments: boolean;
  readonly times: SendTimes;
}

export const SEND_TIMES: SendTimes = { pollMs: POLL_MS, leaseMs: LEASE_MS, retryDelaysMs: RETRY_DELAYS_MS };

export const WEBHOOK_SETTINGS = Symbol('what the operator decided about webhooks');
export const WEBHOOK_EGRESS = Symbol('the way out to receivers');
