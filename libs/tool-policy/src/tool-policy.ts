/** Whether the last merged discovery listed the tool. */
export const STATUSES = ['available', 'missing'] as const;
export type ToolStatus = (typeof STATUSES)[number];

/** What a person still has to look at: a tool that came later, or one that is no longer what somebody acknowledged. */
export const REVIEWS = ['none', 'new', 'changed'] as const;
export type Review = (typeof REVIEWS)[number];

/** What a tool that nobody decided about starts with. */
export const POSTURES = ['open', 'ask', 'off', 'by-annotation'] as const;
export type Posture = (typeof POSTURES)[number];

export interface ApprovalPolicy {
  /** Seconds a person has to decide; see `APPROVAL_EXPIRES_IN_SECONDS_DEFAULT`. */
  readonly expiresInSeconds?: number;
  readonly allowSelfApproval?: boolean;
  /** Absent: anybody with the scope to decide. */
  readonly approverGroup?: string;
}

/**
 * The stored document of one tool, version 1. Discovery owns `status`, `ordinal`, `definitionHash` and `flags`; everything
 * else is what a person decided. Fields that this version does not know are kept at run time, so that an older process
 * does not erase what a newer one wrote.
 */
export interface ToolPolicy {
  /** The remote name, exactly as the server spells it. */
  readonly toolName: string;
  readonly enabled: boolean;
  readonly requiresApproval: boolean;
  readonly status: ToolStatus;
  /** Place in the list, from 0. */
  readonly ordinal: number;
  /** 64 lower-case hex characters: the definition of the last merged discovery. */
  readonly definitionHash?: string;
  /** The definition that a person, or the first discovery, took as right. */
  readonly acknowledgedHash?: string;
  readonly review: Review;
  /** A person says that executing twice does no harm. Never the server's own hint. */
  readonly idempotent: boolean;
  /** What makes the name easy to mistake (tool-name rule 9), as last discovered; sorted. */
  readonly flags: readonly string[];
  /** The flags that were there when a person last acknowledged the tool; sorted. */
  readonly acknowledgedFlags: readonly string[];
  readonly approval?: ApprovalPolicy;
}

export interface IntegrationPolicy {
  readonly posture: Posture;
  /** New and changed tools need no acknowledgement; they are still recorded and shown. */
  readonly trusted: boolean;
  readonly resources: boolean;
  readonly prompts: boolean;
}

export const TOOL_POLICY_DEFAULTS = {
  enabled: true,
  requiresApproval: false,
  status: 'available',
  review: 'none',
  idempotent: false,
} as const satisfies Partial<ToolPolicy>;

export const INTEGRATION_POLICY_DEFAULTS: IntegrationPolicy = {
  posture: 'open',
  trusted: false,
  resources: false,
  prompts: false,
};

/** What an integration policy that cannot be read counts as: it opens nothing until somebody repairs it. */
export const CLOSED_INTEGRATION_POLICY: IntegrationPolicy = {
  posture: 'off',
  trusted: false,
  resources: false,
  prompts: false,
};

/** The features of a workspace that change what its policies mean. */
export interface Entitlements {
  readonly agent_approvals: boolean;
}

/** One tool of a discovery's listing. The name obeys the tool-name rules; the hash is 64 lower-case hex characters. */
export interface DiscoveredTool {
  readonly name: string;
  readonly definitionHash: string;
  readonly annotations?: { readonly readOnlyHint?: boolean; readonly destructiveHint?: boolean };
  /** Name flags (tool-name rule 9); a flag nobody has acknowledged makes the review at least `new`. */
  readonly flags?: readonly string[];
}

/** Why the pending approvals of a tool are void. */
export type InvalidationCode = 'missing' | 'changed' | 'disabled' | 'connection_moved';

export interface Invalidation {
  readonly toolName: string;
  readonly code: InvalidationCode;
}

/** A flag of rule 9 that no person has seen yet. */
export function hasUnacknowledgedFlags(policy: Pick<ToolPolicy, 'flags' | 'acknowledgedFlags'>): boolean {
  return policy.flags.some((flag) => !policy.acknowledgedFlags.includes(flag));
}
