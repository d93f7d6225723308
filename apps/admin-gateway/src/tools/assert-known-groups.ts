import type { ToolPolicyUpdate } from '@countersign/contracts';
import { UnknownGroupError } from './tool.errors.js';

/** The groups that these changes name. An empty one takes the stored group away; an absent or null one leaves it. */
export function groupsNamed(tools: readonly ToolPolicyUpdate[]): string[] {
  return [...new Set(tools.map(({ approval }) => approval?.approverGroup ?? '').filter((name) => name !== ''))];
}

/** @throws UnknownGroupError with the place of every group that is not `known`, letter by letter */
export function assertKnownGroups(tools: readonly ToolPolicyUpdate[], known: ReadonlySet<string>): void {
  const pointers = tools.flatMap(({ approval }, index) =>
    approval?.approverGroup && !known.has(approval.approverGroup) ? [`/tools/${index}/approval/approverGroup`] : [],
  );
  if (pointers.length > 0) throw new UnknownGroupError(pointers);
}
