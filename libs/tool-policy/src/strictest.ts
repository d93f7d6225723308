/** `allow`: executed at once; `ask`: a person decides first; `deny`: refused. */
export type Verdict = 'allow' | 'ask' | 'deny';

const STRICTNESS: Record<Verdict, number> = { allow: 0, ask: 1, deny: 2 };

export function isStricter(verdict: Verdict, than: Verdict): boolean {
  return STRICTNESS[verdict] > STRICTNESS[than];
}

/** The strictest verdict wins, so the order of the sources cannot matter. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((worst, next) => (isStricter(next, worst) ? next : worst), 'allow');
}
