import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type IntegrationPage,
  type IntegrationView,
  listIntegrations,
  type ToolView,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { ToolListClient } from '../tools/tool-list.client.js';
import type { GroupUses } from './group-uses.js';

/** Enough for a person to see what it is about. */
const TOOLS_TOLD_MAX = 20;
/** A workspace has some dozens of integrations; more pages mean a cursor that does not advance. */
const PAGES_MAX = 100;

/** Asks the owners what names a group. Where one does not answer, nothing is known, and nothing may follow. */
@Injectable()
export class GroupUsesClient {
  constructor(
    private readonly requests: RequestClient,
    private readonly toolList: ToolListClient,
  ) {}

  async find(workspaceId: string, name: string): Promise<GroupUses> {
    const tools: { integration: string; tool: string }[] = [];
    for (const integration of await this.integrations(workspaceId)) {
      const naming = (await this.toolsOf(integration)).filter(({ approval }) => approval.approverGroup === name);
      tools.push(...naming.map((tool) => ({ integration: integration.slug, tool: tool.name })));
      if (tools.length > TOOLS_TOLD_MAX) break;
    }
    return { tools: tools.slice(0, TOOLS_TOLD_MAX), isTruncated: tools.length > TOOLS_TOLD_MAX };
  }

  private async integrations(workspaceId: string): Promise<IntegrationView[]> {
    const items: IntegrationView[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page += 1) {
      if (page >= PAGES_MAX) throw new Error('a listing of integrations did not end');
      const next: IntegrationPage = await this.requests.ask(listIntegrations, {
        workspaceId,
        ...(cursor && { cursor }),
      });
      items.push(...next.items);
      cursor = next.nextCursor;
    }
    return items;
  }

  /** None of an integration that policy does not know yet, or no longer: nobody can have decided about its tools. */
  private async toolsOf({ workspaceId, id }: IntegrationView): Promise<readonly ToolView[]> {
    try {
      return (await this.toolList.all(workspaceId, id)).items;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'integration.not_found') return [];
      throw error;
    }
  }
}
