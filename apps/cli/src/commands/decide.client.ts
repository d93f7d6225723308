import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';

export type Decision = Schemas['DecisionBody']['decision'];

export interface DecisionDetails {
  readonly reason?: string | undefined;
  /** JSON text of what runs instead, which goes out as it was written; it has to be known to be one JSON value. */
  readonly edited?: string | null | undefined;
}

export function decide(
  api: ApiClient,
  approvalId: string,
  decision: Decision,
  { reason, edited }: DecisionDetails,
): Promise<Schemas['ApprovalView']> {
  const body = { decision, ...(reason && { reason }) };
  const params = api.at({ approvalId });
  // Reading and writing the arguments again could hide what the server refuses.
  const bodySerializer = (known: object): string => withArguments(JSON.stringify(known), edited ?? null);
  return api.answer(api.client.POST(`${WORKSPACE}/approvals/{approvalId}/decision`, { params, body, bodySerializer }));
}

function withArguments(body: string, edited: string | null): string {
  return edited === null ? body : `${body.slice(0, -1)},"arguments":${edited}}`;
}
