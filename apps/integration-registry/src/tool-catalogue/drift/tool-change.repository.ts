import type { ToolChange, ToolChangeKind, ToolChangeWarning } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../../integrations/integration.repository.js';
import { PAGE_BYTES_MAX } from '../../paging/take-within-bytes.js';
import type { ToolDifference } from './classify-tool.js';
import { TOOL_CHANGES_KEPT } from './drift-limits.js';

/** Rows of one statement: large enough to be fast, small enough for the statement's time-out at 32 KiB a row. */
const WRITE_ROWS_MAX = 200;

export interface NewChanges {
  readonly snapshotRevision: number;
  readonly connectionMoved: boolean;
  /** What is to be read first comes first. */
  readonly differences: readonly ToolDifference[];
}

/** Where a change stands in the log: later ones have a higher revision, and within one those that are read first a higher rank. */
export interface ChangePlace {
  readonly snapshotRevision: number;
  readonly rank: number;
}

export interface ChangeQuery {
  /** From the newest where it is null. */
  readonly before: ChangePlace | null;
  readonly limit: number;
  /** Only this tool's. */
  readonly toolName?: string;
}

export interface PlacedToolChange {
  readonly place: ChangePlace;
  readonly change: ToolChange;
}

interface ChangeRow {
  readonly id: string;
  readonly integration_id: string;
  readonly name: Buffer;
  readonly at: Date;
  readonly snapshot_revision: number;
  readonly rank: number;
  readonly connection_moved: boolean;
  readonly kinds: ToolChangeKind[];
  readonly warnings: ToolChangeWarning[];
  readonly before_hash: string | null;
  readonly after_hash: string | null;
  readonly differences: string;
  readonly truncated: boolean;
}

/** The drift log. Rows are never changed; the oldest ones go, and all of them with their integration. */
@Injectable()
export class ToolChangeRepository {
  async append(tx: EntityManager, ref: IntegrationRef, changes: NewChanges): Promise<void> {
    const { snapshotRevision, connectionMoved, differences } = changes;
    if (differences.length === 0) return;
    const rows = differences.map((difference, index) => toRow(difference, differences.length - 1 - index));
    for (let start = 0; start < rows.length; start += WRITE_ROWS_MAX) {
      const batch = JSON.stringify(rows.slice(start, start + WRITE_ROWS_MAX));
      await tx.query(INSERT, [ref.workspaceId, ref.integrationId, snapshotRevision, connectionMoved, batch]);
    }
    await tx.query(FORGET, [ref.workspaceId, ref.integrationId, TOOL_CHANGES_KEPT]);
  }

  /** Definitions may be private. Of a removed integration only: the table lets nobody erase another one's history. */
  async deleteAll(tx: EntityManager, ref: IntegrationRef): Promise<void> {
    await tx.query('delete from tool_changes where workspace_id = $1 and integration_id = $2', [
      ref.workspaceId,
      ref.integrationId,
    ]);
  }

  /** The newest first: what fits a message, and one more where there is one. */
  async list(tx: EntityManager, ref: IntegrationRef, query: ChangeQuery): Promise<PlacedToolChange[]> {
    const { before, limit, toolName } = query;
    const rows = await tx.query<ChangeRow[]>(LIST, [
      ref.workspaceId,
      ref.integrationId,
      before?.snapshotRevision ?? null,
      before?.rank ?? null,
      toolName === undefined ? null : toolNameDigest(toolName),
      toolName === undefined ? null : toolNameBytes(toolName),
      limit,
      PAGE_BYTES_MAX,
    ]);
    return rows.map(toPlacedChange);
  }
}

const INSERT = `
  insert into tool_changes
    (id, workspace_id, integration_id, snapshot_revision, rank, name_digest, name, connection_moved,
     kinds, warnings, before_hash, after_hash, differences, truncated)
  select r.id, $1, $2, $3, r.rank, r.digest, decode(r.name, 'base64'), $4,
    r.kinds, r.warnings, r.before, r.after, r.differences, r.truncated
  from json_to_recordset($5::json) as r(id uuid, rank integer, digest text, name text, kinds text[], warnings text[],
    before text, after text, differences text, truncated boolean)`;

const FORGET = `
  delete from tool_changes
  where workspace_id = $1 and integration_id = $2 and (snapshot_revision, rank) < (
    select snapshot_revision, rank from tool_changes where workspace_id = $1 and integration_id = $2
    order by snapshot_revision desc, rank desc offset $3 - 1 limit 1)`;

/** 200 rows may have 32 KiB each, so the running size cuts them before they leave the database. */
const LIST = `
  select * from (
    select *, sum(octet_length(differences)) over (order by snapshot_revision desc, rank desc) as bytes_so_far
    from (
      select * from tool_changes
      where workspace_id = $1 and integration_id = $2
        and ($3::integer is null or (snapshot_revision, rank) < ($3::integer, $4::integer))
        and ($5::text is null or (name_digest = $5 and name = $6::bytea))
      order by snapshot_revision desc, rank desc limit $7
    ) page
  ) sized
  where bytes_so_far - octet_length(differences) < $8
  order by snapshot_revision desc, rank desc`;

function toRow(difference: ToolDifference, rank: number): object {
  return {
    id: newId(),
    rank,
    digest: toolNameDigest(difference.name),
    name: toolNameBytes(difference.name).toString('base64'),
    kinds: difference.kinds,
    warnings: difference.warnings,
    before: difference.beforeHash,
    after: difference.afterHash,
    differences: JSON.stringify(difference.differences),
    truncated: difference.truncated,
  };
}

function toPlacedChange(row: ChangeRow): PlacedToolChange {
  return {
    place: { snapshotRevision: row.snapshot_revision, rank: row.rank },
    change: {
      id: row.id,
      integrationId: row.integration_id,
      at: row.at.toISOString(),
      snapshotRevision: row.snapshot_revision,
      connectionMoved: row.connection_moved,
      name: row.name.toString(),
      kinds: row.kinds,
      warnings: row.warnings,
      beforeHash: row.before_hash,
      afterHash: row.after_hash,
      differences: JSON.parse(row.differences) as ToolChange['differences'],
      truncated: row.truncated,
    },
  };
}
