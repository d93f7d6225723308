import type { Decision } from '@countersign/contracts';

export interface DecisionDetails {
  readonly reason?: string | undefined;
  /** JSON text of what runs instead, which goes out as it was written; it has to be known to be one JSON value. */
  readonly edited?: string | null | undefined;
}

/** The JSON text of a decision. */
export function toDecisionBody(decision: Decision, { reason, edited }: DecisionDetails): string {
  const body = JSON.stringify({ decision, ...(reason && { reason }) });
  return edited === null || edited === undefined ? body : `${body.slice(0, -1)},"arguments":${edited}}`;
}
