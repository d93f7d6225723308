/** Where tests kill the router, in the order in which one call passes them; `CRASH_AT` names one. */
export const CRASH_POINTS = [
  'before-ledger-row',
  'after-ledger-row',
  'before-ledger-flush',
  'after-ledger-flush',
  'before-decision-commit',
  'after-decision-commit',
  'before-t1',
  'after-t1',
  'before-t2',
  'after-t2',
  'after-send',
  'before-t3',
  'after-t3',
  'sweep',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];
