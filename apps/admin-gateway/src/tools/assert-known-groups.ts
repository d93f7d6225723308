import type { ToolPolicyUpdate } from '@countersign/contracts';
import { UnknownGroupError } from './tool.errors.js';

/**
 * No group exists yet, so none is known. An absent or null group leaves the tool as it is.
 *
 * @throws UnknownGroupError
 */
export function assertKnownGroups(tools: readonly ToolPolicyUpdate[]): void {
  const pointers = tools.flatMap(({ approval }, index) =>
    approval?.approverGroup ? [`/tools/${index}/approval/approverGroup`] : [],
  );
  if (pointers.length > 0) throw new UnknownGroupError(pointers);
}
