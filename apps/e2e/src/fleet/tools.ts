/** Asks nobody. */
export const ADD = 'mcp__Notes__add';
/** Asks a person. */
export const CHANGE = 'mcp__Notes__change';
