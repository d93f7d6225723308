/** How long the ledger remembers; the first three are settings of a deployment. Units last. */

/** An audit asks about the year before, and some weeks go by until it does. */
export const CALLS_KEPT_DAYS = 400;
/** Marks of handled messages live for 30 days: a message that is older than its call's row must not come again. */
export const CALLS_KEPT_DAYS_MIN = 31;
/** Results are the bulk. An approval waits for up to 30 days, and its run reads what its other calls had answered. */
export const RESULTS_KEPT_DAYS = 90;
/** Of one workspace: a loop that reads big files every second fills this in days, and not everybody's disk. */
export const RESULTS_KEPT_MEBIBYTES_MAX = 10 * 1_024;
/** Younger results are never dropped for their size: whoever was told to collect one later comes within a day. */
export const RESULTS_SURE_HOURS = 24;
/** A run's tokens live for minutes, and what was sent to a router for it is redelivered for days at most. */
export const CANCELLED_RUNS_KEPT_DAYS = 31;

export const RETENTION_SWEEP_MS = 30 * 60_000;
/** Small enough that a sweep is never noticed by others. */
export const RETENTION_ROWS_MAX = 500;
