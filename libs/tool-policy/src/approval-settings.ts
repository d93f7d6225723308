import type { ToolPolicy } from './tool-policy.js';

/** Less than a minute is over before a person has read the request. */
export const APPROVAL_EXPIRES_IN_SECONDS_MIN = 60;
/** After a month nobody remembers why; keys, credentials and definitions have moved on. */
export const APPROVAL_EXPIRES_IN_SECONDS_MAX = 30 * 24 * 60 * 60;
/** A working day and the night after it. */
export const APPROVAL_EXPIRES_IN_SECONDS_DEFAULT = 24 * 60 * 60;
/** So that one person alone can use the system; a deployment with two people turns it off. */
export const ALLOW_SELF_APPROVAL_DEFAULT = true;

export interface ApprovalSettings {
  readonly expiresInSeconds: number;
  readonly allowSelfApproval: boolean;
  readonly approverGroup: string | null;
}

/** What applies to an approval of this tool, with the defaults filled in. */
export function approvalSettings(policy: Pick<ToolPolicy, 'approval'>): ApprovalSettings {
  return {
    expiresInSeconds: policy.approval?.expiresInSeconds ?? APPROVAL_EXPIRES_IN_SECONDS_DEFAULT,
    allowSelfApproval: policy.approval?.allowSelfApproval ?? ALLOW_SELF_APPROVAL_DEFAULT,
    approverGroup: policy.approval?.approverGroup ?? null,
  };
}

/** Whole seconds within the limits. */
export function isApprovalExpiry(seconds: unknown): seconds is number {
  return (
    Number.isSafeInteger(seconds) &&
    Number(seconds) >= APPROVAL_EXPIRES_IN_SECONDS_MIN &&
    Number(seconds) <= APPROVAL_EXPIRES_IN_SECONDS_MAX
  );
}
