/**
 * Of one integration; the audit keeps that there were more. A catalogue that changes a tool a day has years of history, and
 * one that renames all of its tools with every listing does not fill the disk: 1,000 rows have 32 MiB at most.
 */
export const TOOL_CHANGES_KEPT = 1_000;

/** Definitions that are read at once: 50 of 128 KiB each hold up everything else for as long as a few MiB take to parse. */
export const COMPARED_TOOLS_MAX = 50;
