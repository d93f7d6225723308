import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { PAGE_BYTES_MAX } from '../fit-page.js';
import { toStoredRow } from './to-stored-row.js';
import type { StoredDefinition } from './tool-definition.repository.js';
import type { ListedTool } from './tool.view.js';

interface ToolListRow {
  readonly tool_name: Buffer;
  readonly tool_digest: string;
  readonly ordinal: number;
  readonly document: string;
  readonly definition_hash: string | null;
  readonly definition: string | null;
}

export interface ToolListEntry extends ListedTool {
  readonly ordinal: number;
  readonly toolDigest: string;
}

export interface ToolListPlace {
  readonly ordinal: number;
  readonly toolDigest: string;
}

/** Tools with their definitions, in the order of the list. */
@Injectable()
export class ToolListRepository {
  /**
   * Up to `limit` tools after a place. Definitions may be large, so the database stops sending them where a page is full:
   * one row too late, so that the caller sees that there is more.
   */
  async list(
    tx: EntityManager,
    { workspaceId, integrationId }: IntegrationKey,
    page: { readonly after: ToolListPlace | null; readonly limit: number },
  ): Promise<ToolListEntry[]> {
    const rows = await tx.query<ToolListRow[]>(
      `select tool_name, tool_digest, ordinal, document, definition_hash, definition from (
         select p.tool_name, p.tool_digest, p.ordinal, p.document, p.definition_hash, d.document as definition,
           sum(coalesce(octet_length(d.document), 0))
             over (order by p.ordinal, p.tool_digest rows between unbounded preceding and 2 preceding) as bytes_before
         from tool_policies p
         left join tool_definitions d on d.workspace_id = p.workspace_id and d.definition_hash = p.definition_hash
         where p.workspace_id = $1 and p.integration_id = $2 and p.pruned_at is null and (p.ordinal, p.tool_digest) > ($3, $4)
         order by p.ordinal, p.tool_digest
         limit $5
       ) page
       where bytes_before is null or bytes_before <= $6
       order by ordinal, tool_digest`,
      [workspaceId, integrationId, page.after?.ordinal ?? -1, page.after?.toolDigest ?? '', page.limit, PAGE_BYTES_MAX],
    );
    return rows.map(toEntry);
  }
}

function toEntry(row: ToolListRow): ToolListEntry {
  const stored = { toolName: row.tool_name, ordinal: row.ordinal, document: row.document };
  return {
    name: row.tool_name.toString(),
    row: toStoredRow(stored),
    definitionHash: row.definition_hash,
    definition: row.definition === null ? null : (JSON.parse(row.definition) as StoredDefinition),
    ordinal: row.ordinal,
    toolDigest: row.tool_digest,
  };
}
