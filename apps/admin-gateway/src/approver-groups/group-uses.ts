/** What names a group, and so cannot be decided about without it. */
export interface GroupUses {
  /** The first of them, in words for people. */
  readonly tools: readonly { readonly integration: string; readonly tool: string }[];
  /** Of those that were looked at. */
  readonly pendingApprovals: number;
  /** There may be more. */
  readonly isTruncated: boolean;
}

export function isUsed({ tools, pendingApprovals }: GroupUses): boolean {
  return tools.length > 0 || pendingApprovals > 0;
}
