import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { printTable } from '../print.js';
import { PAGE_SIZE_MAX } from './command-context.js';

type ToolView = Schemas['ToolView'];

/** More than a server can have. */
const TOOLS_MAX = 10_000;

export function listTools(api: ApiClient, integrationId: string): Promise<ToolView[]> {
  const place = `${WORKSPACE}/mcp-integrations/{integrationId}/tools` as const;
  return api.first(TOOLS_MAX, (page) =>
    api.client.GET(place, { params: { ...api.at({ integrationId }), query: { limit: PAGE_SIZE_MAX, ...page } } }),
  );
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
