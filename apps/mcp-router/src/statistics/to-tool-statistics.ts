import { TIMED_CALLS_MAX, type ToolStatistics, type ToolUse, type UpstreamTimes } from '@countersign/contracts';
import type { UseRow } from './call-statistics.repository.js';

/** The slowest integrations and the most used tools. */
export function toToolStatistics(rows: readonly UseRow[], limit: number): ToolStatistics {
  const upstreams = rows.filter(({ tool_name }) => tool_name === null);
  const looked = upstreams.reduce((sum, { calls }) => sum + calls, 0);
  return {
    upstreams: upstreams
      .flatMap(toUpstreamTimes)
      .sort((a, b) => b.p95Ms - a.p95Ms)
      .slice(0, limit),
    tools: rows
      .flatMap(toToolUse)
      .sort((a, b) => b.calls - a.calls)
      .slice(0, limit),
    isSampled: looked >= TIMED_CALLS_MAX,
  };
}

function toUpstreamTimes({ integration_id, integration_slug, sent, failed, percentiles }: UseRow): UpstreamTimes[] {
  if (percentiles === null) return [];
  const ids = { integrationId: integration_id, integrationSlug: integration_slug };
  return [{ ...ids, calls: sent, failed, p50Ms: Math.round(percentiles[0]), p95Ms: Math.round(percentiles[1]) }];
}

function toToolUse({ tool_name, percentiles, ...row }: UseRow): ToolUse[] {
  if (tool_name === null) return [];
  return [
    {
      integrationId: row.integration_id,
      integrationSlug: row.integration_slug,
      toolName: tool_name.toString('utf8'),
      exposedName: row.exposed_name,
      calls: row.calls,
      failed: row.failed,
      refused: row.refused,
      p50Ms: percentiles === null ? null : Math.round(percentiles[0]),
      p95Ms: percentiles === null ? null : Math.round(percentiles[1]),
    },
  ];
}
