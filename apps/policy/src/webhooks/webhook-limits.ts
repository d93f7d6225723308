/** Of a workspace: each of them is written to in the transaction of every approval. */
export const WEBHOOKS_MAX = 20;
/** Of a signing secret: as many as the hash has. */
export const SECRET_BYTES = 32;
/** A receiver has this long to learn a new signing secret; until then every delivery carries both signatures. */
export const SECRET_OVERLAP_MS = 24 * 3_600_000;

/** Of a delivery's whole exchange; a receiver takes the message and works on it later. */
export const SEND_TIMEOUT_MS = 10_000;
/** Read so that the connection can be used again, and forgotten. */
export const RESPONSE_BYTES_MAX = 64 * 1_024;
/** Longer than an exchange and the question for arguments before it; a sender that dies delays its deliveries by this much. */
export const LEASE_MS = 30_000;
/** Between looks for what is due; an idle one is a single look into a partial index. */
export const POLL_MS = 1_000;

/** Of one webhook at a time in one process: a slow receiver waits for itself. */
export const SENDS_PER_WEBHOOK_MAX = 4;
/** In one process: more than all webhooks of one workspace can take, so that others get their turn. */
export const SENDS_MAX = WEBHOOKS_MAX * SENDS_PER_WEBHOOK_MAX + 20;

/** About four times as long after every attempt, and not a day: a receiver that was down overnight still hears of it. */
export const RETRY_DELAYS_MS: readonly number[] = [30, 120, 600, 1_800, 7_200, 21_600, 54_000].map(
  (seconds) => seconds * 1_000,
);
/** What a receiver that is asked too much may ask for; the next attempt after that is due anyway. */
export const RETRY_AFTER_MS_MAX = 6 * 3_600_000;
/** Of a delay: receivers that were down for everybody do not hear everybody at the same moment. */
export const JITTER = 0.2;

/** Of what is sent along, where the operator wants that. */
export const ARGUMENTS_BYTES_MAX = 4 * 1_024;

/** For a look at what was said lately. */
export const DELIVERED_RETENTION_DAYS = 7;
/** For a replay, once the receiver is repaired; the longest life of an approval. */
export const DEAD_RETENTION_DAYS = 30;
/** Small enough that a sweep is never noticed by others. */
export const ROWS_PER_SWEEP = 1_000;
export const RETENTION_SWEEP_MS = 10 * 60_000;
