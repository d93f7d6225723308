import type { IntegrationForm, ToolForm } from './manifest.js';
import type { StoredAgent, StoredGroup, StoredIntegration, StoredWebhook } from './workspace-state.js';

type Tools = Readonly<Record<string, ToolForm & { isMissing?: boolean; problem?: string }>>;

/** Off a fresh registration, with these tools open. */
export function anIntegration(
  name: string,
  tools: Tools = {},
  over: Partial<StoredIntegration> = {},
  form: Partial<IntegrationForm> = {},
): StoredIntegration {
  const way = { transport: 'auto', timeoutSeconds: 60, auth: 'none' } as const;
  const settings = { displayName: name, description: '', ...way };
  const policy = { posture: 'open', trusted: false, resources: false, prompts: false } as const;
  const entries = Object.entries(tools).map(([tool, { isMissing = false, problem = null, ...own }]) => {
    const defaults = { enabled: true, requiresApproval: false, idempotent: false };
    return [tool, { form: { ...defaults, ...own }, isMissing, problem }] as const;
  });
  return {
    id: `id-of-${name}`,
    name,
    form: { ...settings, url: `https://${name.toLowerCase()}.example/mcp`, policy, ...form },
    headerNames: [],
    hasClientSecret: false,
    isVerified: true,
    isMerged: true,
    version: 1,
    policyRevision: 7,
    toolsRevision: 8,
    tools: new Map(entries),
    ...over,
  };
}

export function aGroup(name: string, members: readonly string[] = []): StoredGroup {
  const memberIds = new Map(members.map((email) => [email.toLowerCase(), `id-of-${email}`]));
  return { id: `id-of-${name}`, name, version: 1, form: { description: '', members }, memberIds };
}

export function anAgent(name: string, form: Partial<StoredAgent['form']> = {}): StoredAgent {
  const model = { provider: 'scripted', model: 'scripted', tools: null, strictness: 'allow' } as const;
  const settings = { instructions: 'Help.', ...model };
  const limits = { turnsMax: 40, tokensMax: null, wallSecondsMax: null, parallelCallsMax: 16 };
  return { id: `id-of-${name}`, name, version: 3, form: { ...settings, ...limits, ...form } };
}

export function aWebhook(name: string, form: Partial<StoredWebhook['form']> = {}): StoredWebhook {
  const settings: StoredWebhook['form'] = {
    ...{ url: 'https://hooks.example/x', events: ['approval.requested'], format: 'json', enabled: true },
    ...form,
  };
  return { id: `id-of-${name}`, name, version: 1, isUrlHidden: form.format === 'slack', form: settings };
}
