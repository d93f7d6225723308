/** Every limit of one discovery, with its reason. */

/** Far above any server in use; a catalogue that is larger cannot be reviewed by anybody. */
export const TOOLS_MAX = 10_000;

/** A page may be empty, so that pages need a bound of their own; a server that sends one tool per page still fits. */
export const PAGES_MAX = TOOLS_MAX;

/** Of all answers together, decompressed: 10,000 tools with schemas of 6 KiB. */
export const DISCOVERY_BYTES_MAX = 64 * 1024 * 1024;

/** The whole discovery; who asked for it waits, and the bus gives up on the answer after 75 s. */
export const DISCOVERY_MS_MAX = 60_000;

/**
 * Of all answers together, counted before they are parsed: objects, lists and commas. 64 MiB of `[]` would become gigabytes
 * in memory; 10,000 tools with 300 members each still fit.
 */
export const JSON_MEMBERS_MAX = 3_000_000;

/**
 * Of all event streams together, lines that hold no data: each event of the SDKs has three, and a page is one event. Every
 * message is checked and every line that means nothing becomes an error: 64 MiB of short ones would take minutes.
 */
export const OTHER_LINES_MAX = 3 * PAGES_MAX;

/** Requests of the server that are answered: pings of a slow one, and no way to make us send it thousands of requests. */
export const REPLIES_MAX = 100;

/** Before the answer is parsed, to keep parsers alive; what is too deep for a definition is told tool by tool. */
export const ANSWER_DEPTH_MAX = 512;

/**
 * Of one process, whoever asks; watching has its own bounds within these. A listing may hold 64 MiB, several times that while
 * it is read. A workspace that has hundreds verified at once waits for itself.
 */
export const DISCOVERY_BOUNDS = { all: 16, perWorkspace: 8, waitingPerWorkspace: 200, waitMs: 10_000 } as const;

/** Three more tries within some seconds: a restart of the server is over by then, and who asked still waits. */
export const RETRIES_MAX = 3;

/** Before the first retry, twice as long before each next one. */
export const RETRY_DELAY_MS = 500;

/** A server that wants to be left alone for longer is: half of the discovery must remain for asking it. */
export const RETRY_AFTER_MS_MAX = 30_000;

/**
 * A server that is known to speak the legacy era is asked again once a day: one that was renewed still answers as before,
 * and would never be found out.
 */
export const VERDICT_HOURS_MAX = 24;

/** After this, a verification whose replica died is somebody else's. Renewed thrice as often; reading 64 MiB of definitions blocks a process for seconds. */
export const LEASE_MS = 10_000;
export const LEASE_RENEWAL_MS = LEASE_MS / 3;

/** Who waits for another replica looks this often at how far it is: soon for quick servers, and not often for slow ones. */
export const JOIN_POLL_MS = 50;
export const JOIN_POLL_MS_MAX = 500;
/** Whoever asked gives up after 75 s, and should get the integration as it is instead. */
export const JOIN_MS_MAX = 70_000;

/** Ending a session is a courtesy to the server: it must not delay the answer. */
export const GOODBYE_MS_MAX = 1_000;

/** One definition must fit a page of the bus (200 KiB); real ones have a few KiB. */
export const DEFINITION_BYTES_MAX = 128 * 1024;

/** As the contract of a definition has it. */
export const ICON_URL_LENGTH_MAX = 2_048;
export const ICON_TYPE_LENGTH_MAX = 128;

/** As deep as JSON that is passed on may be anywhere in the system. */
export const DEFINITION_DEPTH_MAX = 64;

/** Warnings are for a person; the last one counts the others. */
export const WARNINGS_MAX = 20;
export const WARNING_LENGTH_MAX = 500;
