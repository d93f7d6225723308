import type { PageCursor, Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { PAGE_SIZE_MAX } from '../commands/command-context.js';
import { listWebhooks } from '../commands/find-webhook.js';
import type { Manifest } from './manifest.js';
import { toStoredAgent, toStoredGroup, toStoredIntegration, toStoredWebhook, type StoredPolicy } from './to-stored.js';
import type { StoredAgent, StoredGroup, StoredIntegration, StoredWebhook, WorkspaceState } from './workspace-state.js';

/** More than a workspace can sensibly hold of anything. */
const ITEMS_MAX = 10_000;
const ONE_INTEGRATION = `${WORKSPACE}/mcp-integrations/{integrationId}` as const;

const SIZE = { limit: PAGE_SIZE_MAX };

type IntegrationView = Schemas['IntegrationView'];

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
    const { api } = this;
    const place = `${WORKSPACE}/approval-settings` as const;
    const { revision, allowSelfApproval } = await api.answer(api.client.GET(place, { params: api.at() }));
    return { revision, form: { allowSelfApproval } };
  }

  async groups(): Promise<StoredGroup[]> {
    const { api } = this;
    const place = `${WORKSPACE}/approver-groups` as const;
    const groups: StoredGroup[] = [];
    for (const { id } of (await api.answer(api.client.GET(place, { params: api.at() }))).items) {
      const params = api.at({ groupId: id });
      groups.push(toStoredGroup(await api.answer(api.client.GET(`${place}/{groupId}`, { params }))));
    }
    return groups;
  }

  async people(): Promise<ReadonlyMap<string, string>> {
    const { api } = this;
    const people = await api.first(ITEMS_MAX, (page) =>
      api.client.GET(`${WORKSPACE}/members`, { params: { ...api.at(), query: { ...SIZE, ...page } } }),
    );
    return new Map(people.map(({ userId, email }) => [email.toLowerCase(), userId]));
  }

  /** Of those that are not wanted, that they are there. */
  async integrations(isWanted: (slug: string) => boolean): Promise<StoredIntegration[]> {
    const integrations: StoredIntegration[] = [];
    for (const view of await this.views()) {
      integrations.push(isWanted(view.slug) ? await this.details(view) : toStoredIntegration(view, null));
    }
    return integrations;
  }

  async integration(slug: string): Promise<StoredIntegration | undefined> {
    const view = (await this.views()).find((one) => one.slug === slug);
    return view && this.details(view);
  }

  async agents(): Promise<StoredAgent[]> {
    const { api } = this;
    const agents = await api.first(ITEMS_MAX, (page) =>
      api.client.GET(`${WORKSPACE}/agents`, { params: { ...api.at(), query: { ...SIZE, ...page } } }),
    );
    return agents.map(toStoredAgent);
  }

  async webhooks(): Promise<StoredWebhook[]> {
    return (await listWebhooks(this.api)).map(toStoredWebhook);
  }

  private views(): Promise<IntegrationView[]> {
    const { api } = this;
    return api.first(ITEMS_MAX, (page) =>
      api.client.GET(`${WORKSPACE}/mcp-integrations`, { params: { ...api.at(), query: { ...SIZE, ...page } } }),
    );
  }

  private async details(view: IntegrationView): Promise<StoredIntegration> {
    const { api } = this;
    const params = api.at({ integrationId: view.id });
    try {
      const policy = await api.answer(api.client.GET(`${ONE_INTEGRATION}/policy`, { params }));
      return toStoredIntegration(view, { ...policy, ...(await this.tools(view.id)) });
    } catch (error) {
      // The policy service hears of a new one a moment later.
      if (error instanceof CliError && error.exitCode === EXIT.notFound) return toStoredIntegration(view, null);
      throw error;
    }
  }

  /** All of them as of the first page: an edit in between makes the next condition fail, as it should. */
  private async tools(
    integrationId: string,
  ): Promise<Pick<StoredPolicy, 'toolsRevision' | 'snapshotRevision' | 'tools'>> {
    const { api } = this;
    const read = (page: PageCursor): Promise<Schemas['ToolPage']> => {
      const params = { ...api.at({ integrationId }), query: { ...SIZE, ...page } };
      return api.answer(api.client.GET(`${ONE_INTEGRATION}/tools`, { params }));
    };
    let page = await read({});
    const { revision: toolsRevision, snapshotRevision } = page;
    const tools = [...page.items];
    while (page.nextCursor !== null && tools.length < ITEMS_MAX) {
      page = await read({ cursor: page.nextCursor });
      tools.push(...page.items);
    }
    return { toolsRevision, snapshotRevision, tools };
  }
}
