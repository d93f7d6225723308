import { listToolDefinitions, type ToolDefinition, type ToolDefinitionPage } from '@countersign/contracts';
import { RemoteError, RequestClient } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { CatalogueMovedError } from './tool-policy.errors.js';

/** One snapshot of an integration's tools, complete. */
export interface Catalogue {
  readonly snapshotRevision: number;
  readonly connectionRevision: number;
  readonly tools: readonly ToolDefinition[];
}

/** A snapshot that moves under the reader this often is being discovered in a loop; the event is delivered again later. */
const ATTEMPTS_MAX = 3;
/** More pages than any integration has tools: a cursor that does not advance. */
const PAGES_MAX = 10_000;

/** Reads an integration's newest tool snapshot from the registry. */
@Injectable()
export class CatalogueClient {
  constructor(private readonly requests: RequestClient) {}

  /**
   * Null: the registry does not know the integration (any more).
   *
   * @throws CatalogueMovedError when no attempt saw all pages of one snapshot
   */
  async fetch(key: IntegrationKey): Promise<Catalogue | null> {
    try {
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
        const catalogue = await this.fetchOnce(key);
        if (catalogue !== undefined) return catalogue;
      }
    } catch (error) {
      if (error instanceof RemoteError && error.code === 'integration.not_found') return null;
      throw error;
    }
    throw new CatalogueMovedError(key.integrationId);
  }

  /** Undefined: the snapshot moved between two pages. */
  private async fetchOnce({ workspaceId, integrationId }: IntegrationKey): Promise<Catalogue | undefined> {
    const tools: ToolDefinition[] = [];
    let first: ToolDefinitionPage | undefined;
    let cursor: string | undefined;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const request = { workspaceId, integrationId, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.requests.ask(listToolDefinitions, request);
      first ??= page;
      if (!isSameSnapshot(first, page)) return undefined;
      tools.push(...page.items);
      if (page.nextCursor === null) {
        return { snapshotRevision: page.snapshotRevision, connectionRevision: page.connectionRevision, tools };
      }
      cursor = page.nextCursor;
    }
    return undefined;
  }
}

function isSameSnapshot(a: ToolDefinitionPage, b: ToolDefinitionPage): boolean {
  return a.snapshotRevision === b.snapshotRevision && a.connectionRevision === b.connectionRevision;
}
