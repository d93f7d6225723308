import type {
  AgentView,
  IntegrationPolicyView,
  IntegrationView,
  ToolPage,
  ToolView,
  WebhookView,
  WorkspaceApprovalSettings,
} from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import type { Manifest } from './manifest.js';
import {
  toStoredAgent,
  toStoredGroup,
  toStoredIntegration,
  toStoredWebhook,
  type GroupDetails,
  type StoredPolicy,
} from './to-stored.js';
import type { StoredAgent, StoredGroup, StoredIntegration, StoredWebhook, WorkspaceState } from './workspace-state.js';

/** More than a workspace can sensibly hold of anything. */
const ITEMS_MAX = 10_000;
/** The largest that the API gives. */
const PAGE_SIZE = 200;

/** What there is, in the form of the file. */
export class WorkspaceReader {
  constructor(private readonly api: ApiClient) {}

  /** What a file is about, and no more: it takes the rights for that alone. */
  async read(manifest: Manifest): Promise<WorkspaceState> {
    const { approvalSettings, groups, integrations, agents, webhooks } = manifest;
    const hasMembers = [...(groups?.values() ?? [])].some(({ members }) => members !== undefined);
    return {
      ...(approvalSettings && { approvalSettings: await this.approvalSettings() }),
      ...(groups && { groups: await this.groups() }),
      ...(hasMembers && { people: await this.people() }),
      ...(integrations && { integrations: await this.integrations((slug) => integrations.has(slug)) }),
      ...(agents && { agents: await this.agents() }),
      ...(webhooks && { webhooks: await this.webhooks() }),
    };
  }

  async approvalSettings(): Promise<NonNullable<WorkspaceState['approvalSettings']>> {
    const { revision, allowSelfApproval } = await this.api.get<WorkspaceApprovalSettings>('/approval-settings');
    return { revision, form: { allowSelfApproval } };
  }

  async groups(): Promise<StoredGroup[]> {
    const groups: StoredGroup[] = [];
    for (const { id } of await this.api.list<{ id: string }>('/approver-groups', ITEMS_MAX)) {
      groups.push(toStoredGroup(await this.api.get<GroupDetails>(`/approver-groups/${id}`)));
    }
    return groups;
  }

  async people(): Promise<ReadonlyMap<string, string>> {
    const people = await this.api.list<{ userId: string; email: string }>('/members', ITEMS_MAX);
    return new Map(people.map(({ userId, email }) => [email.toLowerCase(), userId]));
  }

  /** Of those that are not wanted, that they are there. */
  async integrations(isWanted: (slug: string) => boolean): Promise<StoredIntegration[]> {
    const integrations: StoredIntegration[] = [];
    for (const view of await this.api.list<IntegrationView>('/mcp-integrations', ITEMS_MAX)) {
      integrations.push(isWanted(view.slug) ? await this.details(view) : toStoredIntegration(view, null));
    }
    return integrations;
  }

  async integration(slug: string): Promise<StoredIntegration | undefined> {
    const views = await this.api.list<IntegrationView>('/mcp-integrations', ITEMS_MAX);
    const view = views.find((one) => one.slug === slug);
    return view && this.details(view);
  }

  async agents(): Promise<StoredAgent[]> {
    return (await this.api.list<AgentView>('/agents', ITEMS_MAX)).map(toStoredAgent);
  }

  async webhooks(): Promise<StoredWebhook[]> {
    const { items } = await this.api.get<{ items: WebhookView[] }>('/webhooks');
    return items.map(toStoredWebhook);
  }

  private async details(view: IntegrationView): Promise<StoredIntegration> {
    const place = `/mcp-integrations/${view.id}`;
    try {
      const policy = await this.api.get<IntegrationPolicyView>(`${place}/policy`);
      return toStoredIntegration(view, { ...policy, ...(await this.tools(place)) });
    } catch (error) {
      // The policy service hears of a new one a moment later.
      if (error instanceof CliError && error.exitCode === EXIT.notFound) return toStoredIntegration(view, null);
      throw error;
    }
  }

  /** All of them as of the first page: an edit in between makes the next condition fail, as it should. */
  private async tools(place: string): Promise<Pick<StoredPolicy, 'toolsRevision' | 'snapshotRevision' | 'tools'>> {
    const tools: ToolView[] = [];
    let page = await this.api.get<ToolPage>(`${place}/tools?limit=${PAGE_SIZE}`);
    const { revision: toolsRevision, snapshotRevision } = page;
    tools.push(...page.items);
    while (page.nextCursor !== null && tools.length < ITEMS_MAX) {
      const cursor = encodeURIComponent(page.nextCursor);
      page = await this.api.get<ToolPage>(`${place}/tools?limit=${PAGE_SIZE}&cursor=${cursor}`);
      tools.push(...page.items);
    }
    return { toolsRevision, snapshotRevision, tools };
  }
}
