import type { ToolView } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { printTable } from '../print.js';

/** More than a server can have. */
const TOOLS_MAX = 10_000;

export function listTools(api: ApiClient, serverId: string): Promise<ToolView[]> {
  return api.list<ToolView>(`/mcp-integrations/${serverId}/tools`, TOOLS_MAX);
}

export function printTools(items: readonly ToolView[]): void {
  const rows = items.map((tool) => [tool.name, tool.exposedName, tool.verdict, tool.verdictReason, badgesOf(tool)]);
  printTable(['Tool', 'Seen by clients as', 'Verdict', 'Why', 'Notes'], rows, 'This server lists no tools.');
}

function badgesOf({ status, review, flags, enabled, approval, problem }: ToolView): string {
  const badges = [
    status === 'missing' && 'missing',
    review !== 'none' && review,
    !enabled && 'off',
    approval.approverGroup && `group ${approval.approverGroup}`,
    ...flags,
    problem,
  ];
  return badges.filter(Boolean).join(', ');
}
