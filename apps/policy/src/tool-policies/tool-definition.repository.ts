import type { ToolDefinition } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What a tool's hash stands for; the name and its flags are kept elsewhere. */
export type StoredDefinition = Pick<
  ToolDefinition,
  'title' | 'description' | 'inputSchema' | 'outputSchema' | 'annotations'
>;

/** Definitions by hash. They are kept after the tool has changed: an approver may want to see what it was. */
@Injectable()
export class ToolDefinitionRepository {
  /** In the order of their hashes, so that two merges of one workspace cannot wait for each other in a circle. */
  async keep(tx: EntityManager, workspaceId: string, definitions: readonly ToolDefinition[]): Promise<void> {
    const byHash = new Map(definitions.map((definition) => [definition.definitionHash, definition]));
    const sorted = [...byHash.values()].sort((a, b) => (a.definitionHash < b.definitionHash ? -1 : 1));
    await tx.query(
      `insert into tool_definitions (workspace_id, definition_hash, document)
       select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing`,
      [workspaceId, sorted.map(({ definitionHash }) => definitionHash), sorted.map(toDocument)],
    );
  }
}

/** JSON spells U+0000 out, so that any description fits into a text column. */
function toDocument({ title, description, inputSchema, outputSchema, annotations }: ToolDefinition): string {
  return JSON.stringify({ title, description, inputSchema, outputSchema, annotations } satisfies StoredDefinition);
}
