import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import { useSession } from '../../session/session.js';
import type { Tool } from './tool-state.js';
import { useMayAsk } from './tools.queries.js';

export const NARROW = '(max-width: 600px)';
const READ_ONLY = 'Your role can look at this and not change it: that needs the scope policy:update.';
const NO_ENTITLEMENT =
  'Approvals (agent_approvals) are not enabled for this workspace, so no tool can be set to ask. Who operates Countersign can enable them.';

export interface ToolRights {
  /** Why nothing can be changed; empty where it can. */
  readonly refusal: string;
  /** Whether a tool can be set to ask. */
  readonly mayAsk: boolean;
  readonly isNarrow: boolean;
}

/** What the person who is signed in may do with tools, and how much room there is to show it. */
export function useToolRights(): ToolRights {
  const { can } = useSession();
  const mayAsk = useMayAsk() ?? true;
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const refusal = can('policy:update') ? '' : READ_ONLY;
  return useMemo(() => ({ refusal, mayAsk, isNarrow }), [refusal, mayAsk, isNarrow]);
}

/** Taking an approval away stays possible without the entitlement; asking for one does not. */
export function whyNoApproval({ requiresApproval }: Pick<Tool, 'requiresApproval'>, rights: ToolRights): string {
  if (rights.refusal !== '') return rights.refusal;
  return rights.mayAsk || requiresApproval ? '' : NO_ENTITLEMENT;
}
