import type { ToolDefinition } from '@countersign/contracts';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DiscoveredTool, ToolDescription } from '../discovery/discovered-server.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { PAGE_BYTES_MAX } from '../paging/take-within-bytes.js';
import type { StoredTool } from './diff-tool-catalogue.js';

/** Rows of one statement: large enough to be fast, small enough for the statement's time-out at 128 KiB a row. */
const WRITE_ROWS_MAX = 200;

export interface ListedTool {
  readonly ordinal: number;
  readonly definition: ToolDefinition;
}

export interface ToolQuery {
  readonly afterOrdinal: number;
  readonly limit: number;
  /** Only these; all of them when absent. */
  readonly names?: readonly string[];
}

interface ToolRow {
  readonly name: Buffer;
  readonly definition: string;
  readonly definition_hash: string;
  readonly flags: string[];
  readonly ordinal: number;
}

@Injectable()
export class ToolRepository {
  /** Names and hashes of the current snapshot, as listed. */
  async listCurrent(tx: EntityManager, ref: IntegrationRef): Promise<StoredTool[]> {
    const rows = await tx.query<Pick<ToolRow, 'name' | 'definition_hash'>[]>(
      `select name, definition_hash from tools
       where workspace_id = $1 and integration_id = $2 and not removed order by ordinal`,
      [ref.workspaceId, ref.integrationId],
    );
    return rows.map((row) => ({ name: row.name.toString(), definitionHash: row.definition_hash }));
  }

  /** Tools that are new or different take the revision; the others keep theirs, so that copies fetch only what changed. */
  async write(
    tx: EntityManager,
    ref: IntegrationRef,
    tools: readonly DiscoveredTool[],
    revision: { readonly value: number; readonly ofAll: boolean },
  ): Promise<void> {
    for (let start = 0; start < tools.length; start += WRITE_ROWS_MAX) {
      const rows = tools.slice(start, start + WRITE_ROWS_MAX).map((tool, index) => toRow(tool, start + index));
      await tx.query(WRITE, [ref.workspaceId, ref.integrationId, JSON.stringify(rows), revision.value, revision.ofAll]);
    }
  }

  async markRemoved(tx: EntityManager, ref: IntegrationRef, names: readonly string[], revision: number): Promise<void> {
    await tx.query(
      `update tools set removed = true, definition = null, definition_hash = null, flags = '{}', revision = $4
       where workspace_id = $1 and integration_id = $2 and not removed and name_digest = any($3::text[])`,
      [ref.workspaceId, ref.integrationId, names.map(toolNameDigest), revision],
    );
  }

  /** The current snapshot in the order of its listing: what fits a message, and one more where there is one. */
  async list(tx: EntityManager, ref: IntegrationRef, query: ToolQuery): Promise<ListedTool[]> {
    const rows = await tx.query<ToolRow[]>(LIST, [
      ref.workspaceId,
      ref.integrationId,
      query.afterOrdinal,
      query.limit,
      query.names?.map(toolNameDigest) ?? null,
      PAGE_BYTES_MAX,
    ]);
    return rows.map(toListedTool);
  }
}

/** One JSON parameter instead of columns of arrays: the driver writes each of those as one long text literal anyway. */
const WRITE = `
  insert into tools as stored
    (workspace_id, integration_id, name_digest, name, definition, definition_hash, flags, ordinal, revision, removed)
  select $1, $2, r.digest, decode(r.name, 'base64'), r.definition, r.hash, r.flags, r.ordinal, $4, false
  from json_to_recordset($3::json)
    as r(digest text, name text, definition text, hash text, flags text[], ordinal integer)
  on conflict (integration_id, name_digest) do update
  set definition = excluded.definition,
      definition_hash = excluded.definition_hash,
      flags = excluded.flags,
      ordinal = excluded.ordinal,
      removed = false,
      revision = case
        when $5 or stored.definition_hash is distinct from excluded.definition_hash then excluded.revision
        else stored.revision
      end`;

/**
 * 200 rows may have 128 KiB each, so the running size cuts them before they leave the database; the one that crosses the
 * limit comes along and says that there are more.
 */
const LIST = `
  select name, definition, definition_hash, flags, ordinal from (
    select *, sum(octet_length(definition)) over (order by ordinal) as bytes_so_far
    from (
      select * from tools
      where workspace_id = $1 and integration_id = $2 and not removed and ordinal > $3
        and ($5::text[] is null or name_digest = any($5::text[]))
      order by ordinal limit $4
    ) page
  ) sized
  where bytes_so_far - octet_length(definition) < $6
  order by ordinal`;

function toRow(tool: DiscoveredTool, ordinal: number): object {
  return {
    digest: toolNameDigest(tool.name),
    name: toolNameBytes(tool.name).toString('base64'),
    definition: JSON.stringify(tool.description),
    hash: tool.definitionHash,
    flags: tool.flags,
    ordinal,
  };
}

function toListedTool(row: ToolRow): ListedTool {
  const { title, description, inputSchema, outputSchema, annotations } = JSON.parse(row.definition) as ToolDescription;
  return {
    ordinal: row.ordinal,
    definition: {
      name: row.name.toString(),
      title,
      description,
      inputSchema,
      outputSchema,
      annotations,
      definitionHash: row.definition_hash,
      flags: row.flags,
    },
  };
}
