import type { ToolDefinition } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What a tool's hash stands for; the name and its flags are kept elsewhere. */
export type StoredDefinition = Pick<
  ToolDefinition,
  'title' | 'description' | 'inputSchema' | 'outputSchema' | 'annotations'
>;

/**
 * Definitions by hash: every one that a policy has or had acknowledged, so that a person sees what became different, and
 * that a pending approval is about. The others go after a while.
 */
@Injectable()
export class ToolDefinitionRepository {
  /**
   * In the order of their hashes, so that two merges of one workspace cannot wait for each other in a circle. Each row stays
   * locked until the commit, so that the sweeper cannot delete a definition that a policy is about to refer to.
   */
  async keep(tx: EntityManager, workspaceId: string, definitions: readonly ToolDefinition[]): Promise<void> {
    const byHash = new Map(definitions.map((definition) => [definition.definitionHash, definition]));
    const sorted = [...byHash.values()].sort((a, b) => (a.definitionHash < b.definitionHash ? -1 : 1));
    await tx.query(
      `insert into tool_definitions (workspace_id, definition_hash, document)
       select $1, * from unnest($2::text[], $3::text[])
       on conflict (workspace_id, definition_hash) do update set unreferenced_since = null
       where tool_definitions.unreferenced_since is not null`,
      [workspaceId, sorted.map(({ definitionHash }) => definitionHash), sorted.map(toDocument)],
    );
  }

  /** Those that are known, by their hashes. */
  async findAll(
    tx: EntityManager,
    workspaceId: string,
    hashes: readonly string[],
  ): Promise<ReadonlyMap<string, StoredDefinition>> {
    const rows = await tx.query<{ definition_hash: string; document: string }[]>(
      'select definition_hash, document from tool_definitions where workspace_id = $1 and definition_hash = any($2)',
      [workspaceId, hashes],
    );
    return new Map(rows.map((row) => [row.definition_hash, JSON.parse(row.document) as StoredDefinition]));
  }

  /**
   * Notes since when nothing refers to a definition, or that something does again; for the system role. It waits for no merge,
   * which takes its locks in another order; what it passes over it finds the next time.
   */
  async markUnreferenced(tx: EntityManager): Promise<void> {
    await tx.query(
      `update tool_definitions d set unreferenced_since = case when d.unreferenced_since is null then now() end
       where d.ctid in (
         select d.ctid from tool_definitions d where (d.unreferenced_since is null) = not (${IS_REFERENCED})
         for update skip locked)`,
    );
  }

  /** Deletes what nothing has referred to for so long; for the system role. Returns how many. */
  async forgetUnreferenced(tx: EntityManager, afterDays: number, limit: number): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from tool_definitions d where d.ctid in (
         select d.ctid from tool_definitions d
         where d.unreferenced_since < now() - $1 * interval '1 day' and not (${IS_REFERENCED})
         limit $2 for update skip locked)`,
      [afterDays, limit],
    );
    return count;
  }
}

/** By a policy of an integration that is there, as what the tool is or as what was acknowledged; or by a pending approval. */
const IS_REFERENCED = `
  exists (
    select 1 from tool_policies p
    join integrations i on i.workspace_id = p.workspace_id and i.integration_id = p.integration_id
    where p.workspace_id = d.workspace_id and p.definition_hash = d.definition_hash and i.removed_at is null)
  or exists (
    select 1 from tool_policies p
    join integrations i on i.workspace_id = p.workspace_id and i.integration_id = p.integration_id
    where p.workspace_id = d.workspace_id and p.acknowledged_hash = d.definition_hash and i.removed_at is null)
  or exists (
    select 1 from approvals a
    where a.workspace_id = d.workspace_id and a.definition_hash = d.definition_hash and a.state = 'pending')`;

/** JSON spells U+0000 out, so that any description fits into a text column. */
function toDocument({ title, description, inputSchema, outputSchema, annotations }: ToolDefinition): string {
  return JSON.stringify({ title, description, inputSchema, outputSchema, annotations } satisfies StoredDefinition);
}
