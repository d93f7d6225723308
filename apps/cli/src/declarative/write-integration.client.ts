import { setTimeout as wait } from 'node:timers/promises';
import type { Schemas } from '@countersign/api-client';
import { type ApiClient, ifMatch, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { type ApplyInput, assertSame, isStale, type Written } from './apply.js';
import type { IntegrationForm } from './manifest.js';
import {
  type IntegrationWrite,
  planIntegration,
  planIntegrationPolicy,
  toIntegrationWrite,
} from './plan-integration.js';
import { planTools, toBatches, toToolsWrite } from './plan-tools.js';
import type { PlanItem } from './plan.js';
import type { WorkspaceReader } from './read-workspace.client.js';
import { resolveTemplate } from './secret-template.js';
import { toStoredUrl } from './to-stored-url.js';
import type { StoredIntegration } from './workspace-state.js';

const ALL = `${WORKSPACE}/mcp-integrations` as const;
const ONE = `${ALL}/{integrationId}` as const;
const NOTHING_TO_SAY: Written = { notes: [], pending: [] };
/** What moves the workspace's revision is mostly something else than these tools; nobody is that fast on purpose. */
const TRIES_MAX = 8;
/** The policy service hears of a new server within this, or something is wrong with it. */
const MERGE_TIMEOUT_MS = 20_000;
const MERGE_POLL_MS = 200;

/** An integration, what holds for its tools as a whole, and what is decided about each. */
export class IntegrationWriter {
  /** By this run: their tools may be others since, which is nobody else's doing. */
  private readonly changed = new Set<string>();

  constructor(
    private readonly api: ApiClient,
    private readonly reader: WorkspaceReader,
    private readonly input: ApplyInput,
  ) {}

  async write(item: PlanItem): Promise<Written> {
    const form = this.input.manifest.integrations?.get(item.name);
    const stored = await this.reader.integration(item.name);
    if (item.action === 'remove' || !form) {
      if (stored)
        await this.api.answer(
          this.api.client.DELETE(ONE, { params: { ...this.at(stored), header: ifMatch(stored.version) } }),
        );
      return NOTHING_TO_SAY;
    }
    if (item.kind === 'integration') return this.writeIntegration(item, stored, form);
    if (!stored) throw new CliError(`The server "${item.name}" is not there any more.`, EXIT.conflict);
    if (item.kind === 'policy of') return this.writePolicy(item, stored, form);
    return this.changed.has(item.name) ? this.decideAboutTools(item.name, form) : this.writeTools(item, stored, form);
  }

  private async writeIntegration(
    item: PlanItem,
    stored: StoredIntegration | undefined,
    form: IntegrationForm,
  ): Promise<Written> {
    assertSame(item, planIntegration(item.name, stored, form, this.input.options));
    const body = await this.toBody(toIntegrationWrite(stored, form, this.input.options));
    if (stored) {
      await this.api.answer(
        this.api.client.PATCH(ONE, { params: { ...this.at(stored), header: ifMatch(stored.version) }, body }),
      );
      this.changed.add(item.name);
      return NOTHING_TO_SAY;
    }
    const posture = form.policy?.posture;
    const made = {
      ...{ displayName: item.name, slug: item.name, ...body, serverUrl: toStoredUrl(form.url) },
      ...(posture !== undefined && { posture }),
    };
    const { api } = this;
    const { status } = await api.answer(api.client.POST(ALL, { params: api.at(), body: made }));
    const notes =
      status === 'awaiting_authorization' ? [`authorize it: countersign servers authorize ${item.name}`] : [];
    const { pending } = await this.decideAboutNew(item.name, form);
    return { notes, pending };
  }

  /** What was planned without knowing its tools. */
  private async decideAboutNew(slug: string, form: IntegrationForm): Promise<Written> {
    if (!form.policy && !form.tools) return NOTHING_TO_SAY;
    const stored = await this.untilMerged(slug);
    const [policyItem] = planIntegrationPolicy(stored, form).items;
    if (policyItem) await this.writePolicy(policyItem, stored, form);
    return this.decideAboutTools(slug, form);
  }

  /** As the file says, whichever it has by now. */
  private async decideAboutTools(slug: string, { tools, ...form }: IntegrationForm): Promise<Written> {
    if (!tools) return NOTHING_TO_SAY;
    const stored = await this.untilMerged(slug);
    const { items, pending = [] } = planTools(stored, tools, this.input.options);
    const [item] = items;
    if (item) await this.writeTools(item, stored, { ...form, tools });
    return { notes: [], pending };
  }

  /** Its tools are decided about in the policy service, which hears of them a moment after they were discovered. */
  private async untilMerged(slug: string): Promise<StoredIntegration> {
    const deadline = Date.now() + MERGE_TIMEOUT_MS;
    for (;;) {
      const stored = await this.reader.integration(slug);
      if (stored?.isMerged && stored.policyRevision !== null) return stored;
      if (Date.now() > deadline) throw new CliError(`The policies of "${slug}" are not there yet; run the same again.`);
      await wait(MERGE_POLL_MS);
    }
  }

  private async writePolicy(item: PlanItem, seen: StoredIntegration, form: IntegrationForm): Promise<Written> {
    let stored: StoredIntegration | undefined = seen;
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      if (!stored) throw new CliError(`The server "${item.name}" is not there any more.`, EXIT.conflict);
      assertSame(item, planIntegrationPolicy(stored, form));
      const params = { ...this.at(stored), header: ifMatch(stored.policyRevision ?? 0) };
      const sent = this.api.client.PATCH(`${ONE}/policy`, { params, body: form.policy ?? {} });
      if (await isCurrent(this.api.answer(sent))) return NOTHING_TO_SAY;
      stored = await this.reader.integration(item.name);
    }
    throw tooFast(item);
  }

  /** The revision is the workspace's: where it moved, what matters is whether these tools are still what the plan saw. */
  private async writeTools(item: PlanItem, seen: StoredIntegration, form: IntegrationForm): Promise<Written> {
    let stored: StoredIntegration | undefined = seen;
    let left = item.tools ?? [];
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      if (!stored) throw new CliError(`The server "${item.name}" is not there any more.`, EXIT.conflict);
      if (left.length > 0)
        assertSame({ ...item, tools: left }, planTools(stored, form.tools ?? new Map(), this.input.options));
      const written = await this.sendTools(stored, form);
      left = left.filter(({ name }) => !written.has(name));
      if (left.length === 0) return NOTHING_TO_SAY;
      stored = await this.reader.integration(item.name);
    }
    throw tooFast(item);
  }

  /** Until all are sent, or the revision has moved. The names of those that were. */
  private async sendTools(stored: StoredIntegration, form: IntegrationForm): Promise<ReadonlySet<string>> {
    const { updates, forgotten } = toToolsWrite(stored, form.tools ?? new Map(), this.input.options);
    const { api } = this;
    const written = new Set<string>();
    let revision = stored.toolsRevision ?? 0;
    for (const tools of toBatches(updates)) {
      const params = { ...this.at(stored), header: ifMatch(revision) };
      const sent = api.client.PATCH(`${ONE}/tools`, { params, body: { tools } });
      if (!(await isCurrent(api.answer(sent)))) return written;
      for (const { name } of tools) written.add(name);
      // Each batch has something to change, and takes exactly one revision.
      revision += 1;
    }
    if (forgotten.length > 0) {
      const body = { names: [...forgotten] };
      await api.answer(api.client.POST(`${ONE}/tools/prune`, { params: this.at(stored), body }));
    }
    for (const name of forgotten) written.add(name);
    return written;
  }

  private at({ id }: StoredIntegration) {
    return this.api.at({ integrationId: id });
  }

  private async toBody({ settings, headers, oauth }: IntegrationWrite): Promise<Schemas['UpdateIntegrationBody']> {
    const { url, ...rest } = settings;
    const { secrets } = this.input;
    const names = [...(headers ?? [])];
    const given = names.map(async ([name, template]) => ({ name, value: await resolveTemplate(template, secrets) }));
    const credentials = await Promise.all(given);
    const { clientSecret, ...others } = oauth ?? {};
    const secret = clientSecret === undefined ? {} : { clientSecret: await resolveTemplate(clientSecret, secrets) };
    return {
      ...rest,
      ...(url !== undefined && { serverUrl: url }),
      ...(headers && { headers: credentials }),
      ...(oauth && { oauth: { ...others, ...secret } }),
    };
  }
}

/** False where the revision has moved. */
async function isCurrent(written: Promise<unknown>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (isStale(error)) return false;
    throw error;
  }
}

function tooFast({ name }: PlanItem): CliError {
  return new CliError(`Policies change too fast to change those of "${name}"; run the same again.`, EXIT.conflict);
}
