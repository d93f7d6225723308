import type { ToolDefinition } from '@countersign/contracts';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DiscoveredTool, ToolDescription } from '../discovery/discovered-server.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { PAGE_BYTES_MAX } from '../paging/take-within-bytes.js';
import type { StoredTool } from './diff-tool-catalogue.js';
import type { FormerTool } from './drift/classify-tool.js';

/** Rows of one statement: large enough to be fast, small enough for the statement's time-out at 128 KiB a row. */
const WRITE_ROWS_MAX = 200;

/**
 * Definitions of tools that are gone, kept to compare them with when they come again. A server may make up names for ever, and
 * has 64 MiB for each of its listings.
 */
const TOMBSTONE_DEFINITIONS_MAX = 1_000;
const TOMBSTONE_BYTES_MAX = 16 * 1024 * 1024;

export interface CurrentTool extends StoredTool {
  readonly flags: readonly string[];
}

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

interface FormerRow {
  readonly name: Buffer;
  readonly definition: string | null;
  readonly definition_hash: string | null;
  readonly flags: string[];
  readonly removed: boolean;
}

@Injectable()
export class ToolRepository {
  /** The current snapshot without its definitions, as listed. */
  async listCurrent(tx: EntityManager, ref: IntegrationRef): Promise<CurrentTool[]> {
    const rows = await tx.query<Pick<ToolRow, 'name' | 'definition_hash' | 'flags'>[]>(
      `select name, definition_hash, flags from tools
       where workspace_id = $1 and integration_id = $2 and not removed order by ordinal`,
      [ref.workspaceId, ref.integrationId],
    );
    return rows.map((row) => ({
      name: row.name.toString(),
      definitionHash: row.definition_hash,
      flags: row.flags,
    }));
  }

  /** Which of the names there are or were, and how many in all. */
  async findKnownNames(
    tx: EntityManager,
    ref: IntegrationRef,
    names: readonly string[],
  ): Promise<{ readonly names: ReadonlySet<string>; readonly count: number }> {
    const [row] = await tx.query<{ count: number; known: Buffer[] | null }[]>(
      `select count(*)::integer as count, array_agg(name) filter (where name_digest = any($3::text[])) as known
       from tools where workspace_id = $1 and integration_id = $2`,
      [ref.workspaceId, ref.integrationId, names.map(toolNameDigest)],
    );
    return { names: new Set((row?.known ?? []).map(String)), count: row?.count ?? 0 };
  }

  /** Those of the names that there are or were, whole. */
  async findFormer(
    tx: EntityManager,
    ref: IntegrationRef,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, FormerTool>> {
    const rows = await tx.query<FormerRow[]>(
      `select name, definition, definition_hash, flags, removed from tools
       where workspace_id = $1 and integration_id = $2 and name_digest = any($3::text[])`,
      [ref.workspaceId, ref.integrationId, names.map(toolNameDigest)],
    );
    return new Map(rows.map((row) => [row.name.toString(), toFormerTool(row)]));
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

  /** They keep their definitions, until too many others have gone since. */
  async markRemoved(tx: EntityManager, ref: IntegrationRef, names: readonly string[], revision: number): Promise<void> {
    if (names.length === 0) return;
    const { workspaceId, integrationId } = ref;
    await tx.query(
      `update tools set removed = true, flags = '{}', revision = $4
       where workspace_id = $1 and integration_id = $2 and not removed and name_digest = any($3::text[])`,
      [workspaceId, integrationId, names.map(toolNameDigest), revision],
    );
    await tx.query(FORGET, [workspaceId, integrationId, TOMBSTONE_DEFINITIONS_MAX, TOMBSTONE_BYTES_MAX]);
  }

  /** Of an integration that is removed: its definitions may be private. What copies have heard of already keeps its revision. */
  async eraseAll(tx: EntityManager, ref: IntegrationRef, revision: number): Promise<void> {
    await tx.query(
      `update tools set removed = true, definition = null, definition_hash = null, flags = '{}',
         revision = case when removed then revision else $3 end
       where workspace_id = $1 and integration_id = $2`,
      [ref.workspaceId, ref.integrationId, revision],
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
        when $5 or stored.removed or stored.definition_hash is distinct from excluded.definition_hash
          then excluded.revision
        else stored.revision
      end`;

const FORGET = `
  update tools set definition = null
  where workspace_id = $1 and integration_id = $2 and name_digest in (
    select name_digest from (
      select name_digest, row_number() over gone as place, sum(octet_length(definition)) over gone as bytes
      from tools where workspace_id = $1 and integration_id = $2 and removed and definition is not null
      window gone as (order by revision desc, ordinal, name_digest)
    ) kept where place > $3 or bytes > $4)`;

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

function toFormerTool({ definition, definition_hash: definitionHash, flags, removed }: FormerRow): FormerTool {
  const description = definition === null ? null : (JSON.parse(definition) as ToolDescription);
  return { removed, definitionHash, description, flags };
}

function toListedTool(row: ToolRow): ListedTool {
  const { icons, ...seen } = JSON.parse(row.definition) as ToolDescription;
  return {
    ordinal: row.ordinal,
    definition: {
      name: row.name.toString(),
      ...seen,
      ...(icons && { icons: [...icons] }),
      definitionHash: row.definition_hash,
      flags: row.flags,
    },
  };
}
