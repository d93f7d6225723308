/** Every limit of the bus, with its reason. Bytes, milliseconds and counts are last in the name. */

/** Events carry references and hashes, not bulk; a stream refuses a larger message too. */
export const EVENT_BYTES_MAX = 256 * 1024;

/** The server closes a connection that sends more than this. */
export const SERVER_PAYLOAD_BYTES_MAX = 1024 * 1024;

/** Requests and replies stay under the server's limit with room for headers. */
export const REQUEST_BYTES_MAX = SERVER_PAYLOAD_BYTES_MAX - 16 * 1024;

/** More requests at once than one replica can work on only time out later; refusing them at once tells the caller why. */
export const REQUESTS_IN_FLIGHT_MAX = 1_000;

/** How long a closing responder waits for answers being prepared: longer than most requests, shorter than a container's 30 s. */
export const RESPONDER_DRAIN_MS_MAX = 20_000;

/** A message nobody acknowledged is delivered again after this: a killed worker's work is delayed by as much. */
export const ACK_WAIT_MS = 30_000;

/** A working consumer says so three times per ack-wait: two lost signals do no harm. */
export const WORKING_INTERVALS_PER_ACK_WAIT = 3;

/** A handler that runs longer is given up for hung: another replica gets the message. */
export const HANDLING_MS_MAX = 10 * 60_000;

/** With the back-off below, about a quarter of an hour of a failing database before a message is given up. */
export const DELIVERIES_MAX = 20;

export const BACKOFF_FIRST_MS = 500;
export const BACKOFF_MS_MAX = 60_000;

/** Deliveries in flight per durable, over all replicas; beyond it the server waits. */
export const ACKS_PENDING_MAX = 1_000;

/** Handlers running at the same time per replica and event: about the database connections that a service can spare. */
export const HANDLERS_AT_ONCE = 8;

/** A pull request lives this long on the server; it bounds how long a lost one delays delivery. */
export const PULL_EXPIRES_MS = 10_000;

/** After a failed pull (server restarting, durable missing) wait before the next. */
export const PULL_RETRY_MS = 1_000;

/** Messages are transport, Postgres is the record: a week covers every outage that ends with a redelivery. */
export const STREAM_AGE_MS_MAX = 7 * 24 * 3_600_000;

/** Dead letters wait for a person. */
export const DEAD_LETTER_AGE_MS_MAX = 90 * 24 * 3_600_000;

/** An outbox relay that crashed between publish and mark publishes again within this. */
export const DUPLICATE_WINDOW_MS = 10 * 60_000;

/** Owners say their revision this often. */
export const HEARTBEAT_INTERVAL_MS = 1_000;

/** No heartbeat, or a revision ahead of one's own, for this long means behind: five missed heartbeats. */
export const BEHIND_AFTER_MS = 5_000;

/** Entries of one heartbeat message: some 70 bytes each keep it under 256 KiB. */
export const HEARTBEAT_WORKSPACES_MAX = 2_000;

/** Workspaces that one follower fetches at the same time, so that a start does not flood the owner. */
export const CATCH_UPS_AT_ONCE = 8;

/** Pages of one catch-up; more means that an owner's cursor does not advance. */
export const CATCH_UP_PAGES_MAX = 10_000;

/** A publish that is not acknowledged by then counts as failed; the outbox sends it again. */
export const PUBLISH_TIMEOUT_MS = 5_000;
