import { CliError, EXIT } from '../cli.errors.js';
import { safeLine } from '../print.js';
import { diffFields } from './diff-fields.js';
import type { ApprovalSettingsForm, IntegrationForm, Manifest } from './manifest.js';
import { planAgent } from './plan-agent.js';
import { planGroup, toKey } from './plan-group.js';
import { keepsCredentials, planIntegration, planIntegrationPolicy } from './plan-integration.js';
import { planTools } from './plan-tools.js';
import { keepsAddress, planWebhook } from './plan-webhook.js';
import { findAmbiguous, type Kind, type Plan, type PlanItem, type PlanOptions, type PlanPart } from './plan.js';
import type { Stored, StoredIntegration, WorkspaceState } from './workspace-state.js';

/**
 * What has to happen so that the workspace is as the file says, in the order in which it can: groups before the tools that
 * name them, integrations before their tools, and what is removed at the end, the other way round.
 *
 * @throws CliError where a name of the file is that of several, or somebody is no member of the workspace
 */
export function buildPlan(state: WorkspaceState, manifest: Manifest, options: PlanOptions): Plan {
  const { approvalSettings, groups, integrations, agents, webhooks } = manifest;
  assertMembers(groups, state.people);
  const parts: PlanPart[] = [
    approvalSettings ? planApprovalSettings(state, approvalSettings) : { items: [] },
    ...eachOf('group', groups, state.groups, (name, stored, form) => planGroup(name, stored, form, options)),
    ...eachOf('integration', integrations, state.integrations, (name, stored, form) =>
      planWholeIntegration(name, stored, form, options),
    ),
    ...eachOf('agent', agents, state.agents, planAgent),
    ...eachOf('webhook', webhooks, state.webhooks, (name, stored, form) => planWebhook(name, stored, form, options)),
  ];
  const unnamed = [
    ...unnamedOf('webhook', webhooks, state.webhooks),
    ...unnamedOf('agent', agents, state.agents),
    ...unnamedOf('integration', integrations, state.integrations),
    ...unnamedOf('group', groups, state.groups),
  ];
  const removals = options.prune ? unnamed.map(({ kind, name }) => removal(kind, name)) : [];
  return {
    items: [...parts.flatMap(({ items }) => items), ...removals],
    pending: parts.flatMap(({ pending = [] }) => pending),
    unnamed: options.prune ? [] : unnamed,
    uncompared: findUncompared(state, manifest, options),
  };
}

export function planApprovalSettings(state: WorkspaceState, form: ApprovalSettingsForm): PlanPart {
  const fields = diffFields(state.approvalSettings?.form ?? {}, form);
  const item = { action: 'update', kind: 'approval settings', name: '', fields, notes: [] } as const;
  return { items: fields.length === 0 ? [] : [item] };
}

function planWholeIntegration(
  name: string,
  stored: StoredIntegration | undefined,
  form: IntegrationForm,
  options: PlanOptions,
): PlanPart {
  const own = planIntegration(name, stored, form, options);
  if (!stored) return own;
  const tools = form.tools ? planTools(stored, form.tools, options) : { items: [] };
  const items = [...own.items, ...planIntegrationPolicy(stored, form).items, ...tools.items];
  return { items, pending: tools.pending ?? [] };
}

function eachOf<Form, S extends Stored<unknown>>(
  kind: Kind,
  wanted: ReadonlyMap<string, Form> | undefined,
  stored: readonly S[] | undefined,
  plan: (name: string, stored: S | undefined, form: Form) => PlanPart,
): PlanPart[] {
  const ambiguous = findAmbiguous((stored ?? []).map(({ name }) => name));
  return [...(wanted ?? [])].map(([name, form]) => {
    if (ambiguous.has(name))
      throw new CliError(`Several are the ${kind} "${safeLine(name)}": give each its own name first.`, EXIT.conflict);
    return plan(
      name,
      stored?.find((one) => one.name === name),
      form,
    );
  });
}

function unnamedOf(
  kind: Kind,
  wanted: ReadonlyMap<string, unknown> | undefined,
  stored: readonly Stored<unknown>[] | undefined,
): { kind: Kind; name: string }[] {
  if (!wanted) return [];
  return (stored ?? []).filter(({ name }) => !wanted.has(name)).map(({ name }) => ({ kind, name }));
}

function findUncompared(state: WorkspaceState, manifest: Manifest, options: PlanOptions): Plan['uncompared'] {
  const integrations = (state.integrations ?? []).filter((stored) => {
    const form = manifest.integrations?.get(stored.name);
    return form !== undefined && keepsCredentials(stored, form, options);
  });
  const webhooks = (state.webhooks ?? []).filter((stored) => {
    const form = manifest.webhooks?.get(stored.name);
    return form !== undefined && keepsAddress(stored, form, options);
  });
  return [
    ...integrations.map(({ name }) => ({ kind: 'integration' as const, name })),
    ...webhooks.map(({ name }) => ({ kind: 'webhook' as const, name })),
  ];
}

/** Before anything is done: a group without the people that it is for would leave its tools to nobody. */
function assertMembers(groups: Manifest['groups'], people: WorkspaceState['people']): void {
  if (!people) return;
  const unknown = [...(groups ?? [])].flatMap(([group, { members = [] }]) =>
    members
      .filter((email) => !people.has(toKey(email)))
      .map((email) => `${safeLine(email)} (group ${safeLine(group)})`),
  );
  if (unknown.length === 0) return;
  throw new CliError(`No member of this workspace: ${unknown.join(', ')}. Nothing was changed.`, EXIT.notFound);
}

function removal(kind: Kind, name: string): PlanItem {
  const notes =
    kind === 'integration'
      ? ['with its credentials and what was decided about its tools; its slug is never given again']
      : [];
  return { action: 'remove', kind, name, fields: [], notes };
}
