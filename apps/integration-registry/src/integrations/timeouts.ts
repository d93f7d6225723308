export const MS_PER_SECOND = 1_000;

/** Long enough for slow tools, short enough for the person who waits for an answer. */
export const TIMEOUT_SECONDS_DEFAULT = 60;
