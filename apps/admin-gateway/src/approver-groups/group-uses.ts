/** The tools that name a group: who decides about a call is judged by its tool as it is then, so no approval counts by itself. */
export interface GroupUses {
  /** The first of them, in words for people. */
  readonly tools: readonly { readonly integration: string; readonly tool: string }[];
  /** There may be more. */
  readonly isTruncated: boolean;
}

export function isUsed({ tools }: GroupUses): boolean {
  return tools.length > 0;
}
