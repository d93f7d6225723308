import type { Schemas } from '@countersign/api-client';
import type { IntegrationPolicyForm, OAuthForm } from './manifest.js';
import type { StoredAgent, StoredGroup, StoredIntegration, StoredTool, StoredWebhook } from './workspace-state.js';

type IntegrationView = Schemas['IntegrationView'];

export function toStoredGroup({ id, name, description, version, members }: Schemas['GroupDetailsView']): StoredGroup {
  const emails = members.map(({ email }) => email).sort();
  return {
    id,
    name,
    version,
    form: { description, members: emails },
    memberIds: new Map(members.map(({ email, userId }) => [email.toLowerCase(), userId])),
  };
}

/** What the policy service has of an integration. */
export interface StoredPolicy extends Pick<
  Schemas['IntegrationPolicyView'],
  'posture' | 'trusted' | 'resources' | 'prompts'
> {
  readonly revision: number;
  readonly toolsRevision: number;
  /** Of the listing that these are the tools of. */
  readonly snapshotRevision: number;
  readonly tools: readonly Schemas['ToolView'][];
}

export function toStoredIntegration(view: IntegrationView, policy: StoredPolicy | null): StoredIntegration {
  const { id, slug: name, displayName, description, serverUrl: url, transport, timeoutSeconds, auth } = view;
  const oauth = toOAuthForm(view);
  const settings = { displayName, description, url, transport, timeoutSeconds, auth, ...(oauth && { oauth }) };
  return {
    id,
    name,
    form: { ...settings, ...(policy && { policy: toPolicyForm(policy) }) },
    headerNames: view.headers.map(({ name: header }) => header),
    hasClientSecret: typeof view.authorization?.clientSecretSetAt === 'string',
    isVerified: view.snapshotRevision > 0,
    isMerged: (policy?.snapshotRevision ?? 0) >= view.snapshotRevision,
    version: view.version,
    policyRevision: policy?.revision ?? null,
    toolsRevision: policy?.toolsRevision ?? null,
    tools: new Map((policy?.tools ?? []).map((tool) => [tool.name, toStoredTool(tool)])),
  };
}

function toPolicyForm({ posture, trusted, resources, prompts }: StoredPolicy): IntegrationPolicyForm {
  return { posture, trusted, resources, prompts };
}

/** What a person set: a client that registered itself is none of it. */
function toOAuthForm({ authorization }: IntegrationView): OAuthForm | undefined {
  if (!authorization) return undefined;
  const { clientId, registration, scopes, issuer } = authorization;
  return {
    ...(clientId !== null && registration === 'pre-registered' && { clientId }),
    scopes,
    ...(issuer !== null && { issuer }),
  };
}

function toStoredTool({
  enabled,
  requiresApproval,
  idempotent,
  approval,
  status,
  problem,
}: Schemas['ToolView']): StoredTool {
  const { expiresInSeconds, allowSelfApproval, approverGroup } = approval;
  const set = {
    ...(typeof expiresInSeconds === 'number' && { expiresInSeconds }),
    ...(typeof allowSelfApproval === 'boolean' && { allowSelfApproval }),
    ...(approverGroup && { approverGroup }),
  };
  const form = { enabled, requiresApproval, idempotent, ...(Object.keys(set).length > 0 && { approval: set }) };
  return { form, isMissing: status === 'missing', problem };
}

export function toStoredAgent(view: Schemas['AgentView']): StoredAgent {
  const { id, name, version, instructions, provider, model, turnsMax } = view;
  const { parameters, tools, strictness, tokensMax, wallSecondsMax, parallelCallsMax } = view;
  return {
    id,
    name,
    version,
    form: {
      ...{ instructions, provider, model },
      ...(parameters && Object.keys(parameters).length > 0 && { parameters }),
      tools: tools ?? view.integrations?.map((integration) => ({ integration })) ?? null,
      ...(strictness && { strictness }),
      turnsMax,
      tokensMax: tokensMax ?? null,
      wallSecondsMax: wallSecondsMax ?? null,
      ...(typeof parallelCallsMax === 'number' && { parallelCallsMax }),
    },
  };
}

export function toStoredWebhook({
  id,
  name,
  version,
  url,
  events,
  format,
  enabled,
}: Schemas['WebhookView']): StoredWebhook {
  return { id, name, version, isUrlHidden: format === 'slack', form: { url, events, format, enabled } };
}
