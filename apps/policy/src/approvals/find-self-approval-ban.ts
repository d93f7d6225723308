import type { Actor, WorkspaceApprovalSettings } from '@countersign/contracts';
import { approvalSettings, type StoredRow } from '@countersign/tool-policy';
import { isOwnRequest } from './is-own-request.js';

/** What does not let people decide what they asked for themselves. */
export type SelfApprovalBan = 'tool' | 'workspace';

export interface SelfApprovalRules {
  /** Of the tool; what is not there or cannot be read opens nothing. */
  readonly row: StoredRow | undefined;
  readonly workspace: Pick<WorkspaceApprovalSettings, 'allowSelfApproval'>;
}

/**
 * What keeps somebody from deciding: null for what somebody else asked for, and where both the tool and the workspace let
 * people decide for themselves. The strictest wins, whichever of the two it is.
 */
export function findSelfApprovalBan(
  actor: Actor,
  principal: Actor,
  { row, workspace }: SelfApprovalRules,
): SelfApprovalBan | null {
  if (!isOwnRequest(actor, principal)) return null;
  const isAllowedByTool = row?.kind === 'readable' && approvalSettings(row.policy).allowSelfApproval;
  if (!isAllowedByTool) return 'tool';
  return workspace.allowSelfApproval ? null : 'workspace';
}

const TEXTS: Record<SelfApprovalBan, string> = {
  tool: 'The policy of this tool does not let you decide your own request.',
  workspace: 'The approval settings of this workspace do not let you decide your own request.',
};

export function describeSelfApprovalBan(ban: SelfApprovalBan): string {
  return TEXTS[ban];
}
