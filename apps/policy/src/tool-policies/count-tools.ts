import type { ToolCounts } from '@countersign/contracts';
import {
  type Entitlements,
  type IntegrationPolicy,
  type StoredRow,
  toPolicyLookup,
  verdict,
} from '@countersign/tool-policy';

export interface CountedTool {
  readonly row: StoredRow;
  readonly definitionHash: string | null;
}

const PLACE_OF = { allow: 'open', ask: 'ask', deny: 'off' } as const;

/** How many tools there are of each kind, by what a call of them would get now. */
export function countTools(
  integrationId: string,
  tools: readonly CountedTool[],
  context: { readonly integrationPolicy: IntegrationPolicy; readonly entitlements: Entitlements },
): ToolCounts {
  const counts = { total: tools.length, open: 0, ask: 0, off: 0, missing: 0, fresh: 0, changed: 0, unreadable: 0 };
  for (const { row, definitionHash } of tools) {
    if (row.kind === 'unreadable') {
      counts.unreadable += 1;
      counts.off += 1;
      continue;
    }
    const { status, review } = row.policy;
    if (review === 'new') counts.fresh += 1;
    if (review === 'changed') counts.changed += 1;
    const policy = toPolicyLookup(row);
    const judged = verdict({ ...context, policy, catalogueDefinitionHash: definitionHash });
    counts[status === 'missing' ? 'missing' : PLACE_OF[judged.verdict]] += 1;
  }
  return { integrationId, ...counts };
}
