import type { Entitlements } from './tool-policy.js';

/** One entry of the PATCH. An absent or null field is unchanged, inside `approval` too. */
export interface ToolUpdate {
  readonly name: string;
  readonly enabled?: boolean | null | undefined;
  readonly requiresApproval?: boolean | null | undefined;
  readonly idempotent?: boolean | null | undefined;
  readonly approval?: ApprovalUpdate | null | undefined;
  /** The definition hash that the person saw. */
  readonly acknowledge?: string | null | undefined;
}

export interface ApprovalUpdate {
  readonly expiresInSeconds?: number | null | undefined;
  readonly allowSelfApproval?: boolean | null | undefined;
  /** An empty string takes the group away, since null means unchanged. */
  readonly approverGroup?: string | null | undefined;
}

export interface UpdateContext {
  readonly entitlements: Entitlements;
  /** The snapshot that was merged last; null: never verified. */
  readonly storedSnapshotRevision: number | null;
}

interface Problem<Code extends string> {
  readonly code: Code;
  /** RFC 6901, into the body `{tools: [...]}`. */
  readonly pointer: string;
  readonly message: string;
}

interface ToolProblem<Code extends string> extends Problem<Code> {
  readonly toolName: string;
}

/** Why nothing was written of an update, or of a request to forget tools. */
export type UpdateProblem =
  | Problem<'request.invalid'>
  | ToolProblem<'policy.duplicate_tool'>
  | Problem<'policy.not_verified'>
  | ToolProblem<'policy.unknown_tool'>
  | ToolProblem<'policy.unreadable'>
  | ToolProblem<'policy.tool_not_missing'>
  | (ToolProblem<'policy.definition_moved'> & {
      /** What to look at and acknowledge instead; null where no discovery has told it yet. */
      readonly currentDefinitionHash: string | null;
    })
  | (ToolProblem<'entitlement.required'> & { readonly entitlement: 'agent_approvals' });
