import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { type ApplyInput, assertSame, ChangedMeanwhileError, isStale, type Written } from './apply.js';
import { planApprovalSettings } from './build-plan.js';
import { planAgent, toAgentBody } from './plan-agent.js';
import { planGroup } from './plan-group.js';
import { planWebhook, toWebhookWrite } from './plan-webhook.js';
import type { Pending, PlanItem } from './plan.js';
import { WorkspaceReader } from './read-workspace.client.js';
import { resolveTemplate } from './secret-template.js';
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
    await this.api.patch('/approval-settings', form, approvalSettings.revision);
    return NOTHING_TO_SAY;
  }

  private async writeGroup(item: PlanItem): Promise<Written> {
    const { manifest, options } = this.input;
    const stored = (await this.reader.groups()).find(({ name }) => name === item.name);
    const form = manifest.groups?.get(item.name);
    if (item.action === 'remove' || !form) {
      return this.remove(item, stored && `/approver-groups/${stored.id}`, stored?.version);
    }
    assertSame(item, planGroup(item.name, stored, form, options));
    await writeGroup(this.api, { name: item.name, stored, form, people: await this.reader.people(), options });
    return NOTHING_TO_SAY;
  }

  private async writeAgent(item: PlanItem): Promise<Written> {
    const stored = (await this.reader.agents()).find(({ name }) => name === item.name);
    const form = this.input.manifest.agents?.get(item.name);
    if (item.action === 'remove' || !form) return this.remove(item, stored && `/agents/${stored.id}`, stored?.version);
    assertSame(item, planAgent(item.name, stored, form));
    const body = toAgentBody(stored, form);
    if (stored) await this.api.patch(`/agents/${stored.id}`, body, stored.version);
    else await this.api.post('/agents', { name: item.name, ...body });
    return NOTHING_TO_SAY;
  }

  private async writeWebhook(item: PlanItem): Promise<Written> {
    const { manifest, options, secrets } = this.input;
    const stored = (await this.reader.webhooks()).find(({ name }) => name === item.name);
    const form = manifest.webhooks?.get(item.name);
    if (item.action === 'remove' || !form) {
      return this.remove(item, stored && `/webhooks/${stored.id}`, stored?.version);
    }
    assertSame(item, planWebhook(item.name, stored, form, options));
    const { url, ...rest } = toWebhookWrite(stored, form, options);
    const isTemplate = form.format === 'slack';
    const body = { ...rest, ...(url !== undefined && { url: isTemplate ? await resolveTemplate(url, secrets) : url }) };
    if (stored) {
      await this.api.patch(`/webhooks/${stored.id}`, body, stored.version);
      return NOTHING_TO_SAY;
    }
    const { enabled, ...made } = body;
    const { id, secret } = await this.api.post<{ id: string; secret: string | null }>('/webhooks', {
      name: item.name,
      ...made,
    });
    if (enabled === false) await this.api.patch(`/webhooks/${id}`, { enabled });
    return { notes: [], secret, pending: [] };
  }

  private async remove(item: PlanItem, place: string | undefined, version?: number): Promise<Written> {
    // It is gone, as it should be.
    if (place !== undefined) await this.api.delete(place, version);
    return NOTHING_TO_SAY;
  }
}

/** The tools of an integration cannot be decided about where it itself could not be changed. */
function kindOfThing({ kind }: PlanItem): string {
  return kind === 'policy of' || kind === 'tools of' ? 'integration' : kind;
}

function notDone(item: PlanItem): AppliedItem {
  return { item, state: 'not done', problem: null, ...NOTHING_TO_SAY };
}
