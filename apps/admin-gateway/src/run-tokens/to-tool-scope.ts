import type { IssueRunTokenRequest } from '@countersign/contracts';
import type { IntegrationScope, ToolScope } from '@countersign/tokens';

/** What both lists reach: whoever asks without `tools` has its integrations alone, and neither list widens the other. */
export function toToolScope({ integrations, tools }: Pick<IssueRunTokenRequest, 'integrations' | 'tools'>): ToolScope {
  if (!tools) return integrations?.map((integration) => ({ integration })) ?? 'all';
  return tools.filter(({ integration }) => integrations?.includes(integration) !== false).map(toPart);
}

/** Null on the wire is the same as absent; in a token it would be refused. */
function toPart({ integration, toolNames, strictness }: NonNullable<IssueRunTokenRequest['tools']>[number]) {
  const part: IntegrationScope = { integration, ...(toolNames && { toolNames }), ...(strictness && { strictness }) };
  return part;
}
