import { explainRefusal, toRefusedCredentials } from './credential-refusal.js';
import { toHttpOutcome, toOutcome, toOutcomeReason, type RpcAnswer } from './read-answer.js';
import type { RequestOutcome, SpokenEra, UpstreamTarget } from './upstream-outcome.js';
import { isWrongEra } from './wrong-era.js';

export interface Answered {
  readonly status: number;
  readonly answer: RpcAnswer | undefined;
  readonly challenge: string | null;
}

export interface Asked {
  readonly hadSession: boolean;
  /** Somebody waits who can be asked for more input. */
  readonly hasSink: boolean;
  /** It knows what to do with a task. */
  readonly takesTasks?: boolean;
}

/** What an answer to a request proves, by its status and what was said with it. */
export function judgeAnswer(
  target: Pick<UpstreamTarget, 'credentialVersion'> & SpokenEra,
  { status, answer, challenge }: Answered,
  { hadSession, hasSink, takesTasks }: Asked,
): RequestOutcome {
  const refused = toRefusedCredentials(target, status, challenge);
  if (refused !== null) return { kind: 'refused', reason: explainRefusal(refused), refused };
  if (isWrongEra(status, answer, hadSession)) {
    const { era, protocolVersion, transport } = target;
    return { kind: 'wrong_era', reason: toOutcomeReason(status, answer), spoken: { era, protocolVersion, transport } };
  }
  if (status < 200 || status >= 300) return toHttpOutcome(status, answer, hadSession);
  if (answer !== undefined) return toOutcome(answer, hasSink, takesTasks);
  return { kind: 'unknown', reason: `the server answered HTTP ${status} without a result` };
}
