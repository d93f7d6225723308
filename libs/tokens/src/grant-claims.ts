import type { RawClaims } from './read-claim.js';
import { badClaim, readBoolean, readCount, readOneOf, readRecord, readText } from './read-claim.js';

/** The permission to execute one call exactly as it was approved, once. Signed by policy for the router. */
export interface GrantClaims {
  /** The approval's id; the router consumes it, so a grant works once. */
  readonly jti: string;
  readonly workspace: string;
  readonly callId: string;
  readonly bindingVersion: number;
  /** Of what may be sent: of the edited arguments where they were edited. */
  readonly bindingHash: string;
  readonly decision: 'approved' | 'edited';
  readonly approver: { readonly id: string; readonly name: string };
  readonly argumentsEdited: boolean;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;

export function readGrantClaims(claims: RawClaims): GrantClaims {
  const bindingHash = readText(claims, 'bindingHash');
  if (!SHA256_HEX.test(bindingHash)) throw badClaim('bindingHash', '64 lower-case hex characters');
  const decision = readOneOf(claims, 'decision', ['approved', 'edited']);
  const argumentsEdited = readBoolean(claims, 'argumentsEdited');
  // Two ways to say the same thing must not be able to disagree about which arguments run.
  if (argumentsEdited !== (decision === 'edited')) throw badClaim('argumentsEdited', 'what the decision says');
  const approver = readRecord(claims, 'approver');
  return {
    jti: readText(claims, 'jti'),
    workspace: readText(claims, 'workspace'),
    callId: readText(claims, 'callId'),
    bindingVersion: readCount(claims, 'bindingVersion'),
    bindingHash,
    decision,
    approver: { id: readText(approver, 'id'), name: readText(approver, 'name') },
    argumentsEdited,
  };
}
