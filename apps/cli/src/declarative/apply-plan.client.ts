import { type ApiClient, ifMatch, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { type ApplyInput, assertSame, ChangedMeanwhileError, isStale, type Written } from './apply.js';
import { planApprovalSettings } from './build-plan.js';
import type { WebhookForm } from './manifest.js';
import { planAgent, toAgentChange, toNewAgent } from './plan-agent.js';
import { planGroup } from './plan-group.js';
import { planWebhook, toWebhookWrite } from './plan-webhook.js';
import type { Pending, PlanItem } from './plan.js';
import { WorkspaceReader } from './read-workspace.client.js';
import { resolveTemplate } from './secret-template.js';
import { withoutFields } from './without-fields.js';
import { writeGroup } from './write-group.client.js';
import { IntegrationWriter } from './write-integration.client.js';

export interface AppliedItem {
  readonly item: PlanItem;
  readonly state: 'done' | 'failed' | 'not done';
  readonly problem: CliError | null;
  /** What has to be done by hand. */
  readonly notes: readonly string[];
  /** Found out on the way: of a server that was only registered now. */
  readonly pending: readonly Pending[];
  /** Of a new webhook: what signs its messages, which is shown this once. */
  readonly secret?: string | null;
}

const AGENT = `${WORKSPACE}/agents/{agentId}` as const;
const WEBHOOK = `${WORKSPACE}/webhooks/{webhookId}` as const;
const NOTHING_TO_SAY: Written = { notes: [], pending: [] };
/** After these, nothing that follows can be what the person said yes to. */
const STOPPING: ReadonlySet<number> = new Set([EXIT.refused, EXIT.unreachable]);

/**
 * Carries a plan out, item by item. Just before each write, that part of the plan is made anew: only if it is still what the
 * person saw it is written, on the condition that nothing moved since that look either.
 */
export class PlanApplier {
  private readonly reader: WorkspaceReader;
  private readonly integrations: IntegrationWriter;

  constructor(
    private readonly api: ApiClient,
    private readonly input: ApplyInput,
  ) {
    this.reader = new WorkspaceReader(api);
    this.integrations = new IntegrationWriter(api, this.reader, input);
  }

  /** Each item as it ends. What fails keeps the rest from nothing but what needs it; a conflict ends it all. */
  async *apply(): AsyncGenerator<AppliedItem> {
    let isStopped = false;
    const failed = new Set<string>();
    for (const item of this.input.plan.items) {
      const applied: AppliedItem =
        isStopped || failed.has(item.name + kindOfThing(item)) ? notDone(item) : await this.tryItem(item);
      const { problem } = applied;
      if (problem) failed.add(item.name + kindOfThing(item));
      isStopped ||= problem instanceof ChangedMeanwhileError || (problem !== null && STOPPING.has(problem.exitCode));
      yield applied;
    }
  }

  private async tryItem(item: PlanItem): Promise<AppliedItem> {
    try {
      return { item, state: 'done', problem: null, ...(await this.write(item)) };
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      const problem = isStale(error) ? new ChangedMeanwhileError(item, { cause: error }) : error;
      return { item, state: 'failed', problem, ...NOTHING_TO_SAY };
    }
  }

  private write(item: PlanItem): Promise<Written> {
    switch (item.kind) {
      case 'approval settings':
        return this.writeApprovalSettings(item);
      case 'group':
        return this.writeGroup(item);
      case 'agent':
        return this.writeAgent(item);
      case 'webhook':
        return this.writeWebhook(item);
      case 'integration':
      case 'policy of':
      case 'tools of':
        return this.integrations.write(item);
    }
  }

  private async writeApprovalSettings(item: PlanItem): Promise<Written> {
    const form = this.input.manifest.approvalSettings ?? {};
    const approvalSettings = await this.reader.approvalSettings();
    assertSame(item, planApprovalSettings({ approvalSettings }, form));
    const { api } = this;
    const params = { ...api.at(), header: ifMatch(approvalSettings.revision) };
    await api.answer(api.client.PATCH(`${WORKSPACE}/approval-settings`, { params, body: form }));
    return NOTHING_TO_SAY;
  }

  private async writeGroup(item: PlanItem): Promise<Written> {
    const { api } = this;
    const { manifest, options } = this.input;
    const stored = (await this.reader.groups()).find(({ name }) => name === item.name);
    const form = manifest.groups?.get(item.name);
    if (item.action === 'remove' || !form) {
      const params = stored && { ...api.at({ groupId: stored.id }), header: ifMatch(stored.version) };
      if (params) await api.answer(api.client.DELETE(`${WORKSPACE}/approver-groups/{groupId}`, { params }));
      return NOTHING_TO_SAY;
    }
    assertSame(item, planGroup(item.name, stored, form, options));
    await writeGroup(api, { name: item.name, stored, form, people: await this.reader.people(), options });
    return NOTHING_TO_SAY;
  }

  private async writeAgent(item: PlanItem): Promise<Written> {
    const { api } = this;
    const stored = (await this.reader.agents()).find(({ name }) => name === item.name);
    const form = this.input.manifest.agents?.get(item.name);
    const params = stored && { ...api.at({ agentId: stored.id }), header: ifMatch(stored.version) };
    if (item.action === 'remove' || !form) {
      if (params) await api.answer(api.client.DELETE(AGENT, { params }));
      return NOTHING_TO_SAY;
    }
    assertSame(item, planAgent(item.name, stored, form));
    if (params) await api.answer(api.client.PATCH(AGENT, { params, body: toAgentChange(stored, form) }));
    else
      await api.answer(api.client.POST(`${WORKSPACE}/agents`, { params: api.at(), body: toNewAgent(item.name, form) }));
    return NOTHING_TO_SAY;
  }

  private async writeWebhook(item: PlanItem): Promise<Written> {
    const { api } = this;
    const { manifest, options } = this.input;
    const stored = (await this.reader.webhooks()).find(({ name }) => name === item.name);
    const form = manifest.webhooks?.get(item.name);
    const params = stored && { ...api.at({ webhookId: stored.id }), header: ifMatch(stored.version) };
    if (item.action === 'remove' || !form) {
      if (params) await api.answer(api.client.DELETE(WEBHOOK, { params }));
      return NOTHING_TO_SAY;
    }
    assertSame(item, planWebhook(item.name, stored, form, options));
    if (!params) return this.makeWebhook(item.name, form);
    const change = toWebhookWrite(stored, form, options);
    const url = change.url !== undefined && { url: await this.addressOf(form) };
    const body = { ...withoutFields(change, 'url'), ...url };
    await api.answer(api.client.PATCH(WEBHOOK, { params, body }));
    return NOTHING_TO_SAY;
  }

  private async makeWebhook(name: string, form: WebhookForm): Promise<Written> {
    const { api } = this;
    const { enabled, ...settings } = form;
    const body = { ...settings, name, url: await this.addressOf(form) };
    const made = await api.answer(api.client.POST(`${WORKSPACE}/webhooks`, { params: api.at(), body }));
    const params = api.at({ webhookId: made.id });
    if (enabled === false) await api.answer(api.client.PATCH(WEBHOOK, { params, body: { enabled } }));
    return { notes: [], secret: made.secret, pending: [] };
  }

  /** Where the address is the secret, the file has a template of it. */
  private async addressOf({ url, format }: WebhookForm): Promise<string> {
    return format === 'slack' ? resolveTemplate(url, this.input.secrets) : url;
  }
}

/** The tools of an integration cannot be decided about where it itself could not be changed. */
function kindOfThing({ kind }: PlanItem): string {
  return kind === 'policy of' || kind === 'tools of' ? 'integration' : kind;
}

function notDone(item: PlanItem): AppliedItem {
  return { item, state: 'not done', problem: null, ...NOTHING_TO_SAY };
}
