import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@countersign/database';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { ADMIN, type GatewaySystem } from '../test-system.fixture-spec.js';
import { WEBHOOK_ID } from './reality-neighbours.fixture-spec.js';

const WORKSPACE = '/api/v1/workspaces/default';
const PASSWORD = 'gravel otter piano';
const RANGE = 'from=2026-11-23T10:00:00Z&until=2026-11-23T11:00:00Z';

/** How an operation is asked for so that it succeeds. */
export interface Case {
  /** Path parameters; any id where none is named. */
  readonly ids?: Readonly<Record<string, string | number>>;
  readonly query?: string;
  readonly body?: object;
  /** The admin when left out. */
  readonly as?: HttpClient;
}

/** By operation id. Those of one system may be asked for in any order. */
export function realityCases(world: RealityWorld): Readonly<Record<string, () => Case | Promise<Case>>> {
  return { ...ofPeople(world), ...ofOneself(world), ...ofLinks(world), ...OF_NEIGHBOURS };
}

/** What there is to ask about. */
export class RealityWorld {
  constructor(
    private readonly system: () => GatewaySystem,
    private readonly signedIn: () => HttpClient,
  ) {}

  get anonymous(): HttpClient {
    return this.system().anonymous;
  }

  async member(): Promise<{ readonly id: string; readonly email: string; readonly password: string }> {
    return this.system().addMember(await this.system().workspaceId(), 'viewer');
  }

  /** Signed in, with a session that nobody else has. */
  async person(): Promise<HttpClient> {
    return this.system().signIn(await this.member());
  }

  async token(): Promise<HttpClient> {
    return this.system().clientWith(['call:read']);
  }

  async group(): Promise<string> {
    return String((await this.made('approver-groups', { name: newId() }))['id']);
  }

  /** The answer to a POST of the admin. */
  async made(path: string, body?: object): Promise<Record<string, unknown>> {
    return (await this.signedIn().post(`${WORKSPACE}/${path}`, body)).body;
  }

  async addToGroup({ groupId, userId }: NonNullable<Case['ids']>): Promise<void> {
    const { status } = await this.signedIn().send('PUT', `${WORKSPACE}/approver-groups/${groupId}/members/${userId}`);
    if (status !== 200) throw new Error(`the group answered ${status}`);
  }

  async invitation(): Promise<{ readonly id: string; readonly secret: string }> {
    const { id, url } = await this.made('invitations', { email: `${newId()}@example.com`, role: 'viewer' });
    return { id: String(id), secret: secretOf(url) };
  }

  async passwordReset(): Promise<string> {
    const { id } = await this.member();
    return secretOf((await this.made(`members/${id}/password-reset`))['url']);
  }
}

function secretOf(url: unknown): string {
  return new URL(String(url)).hash.slice(1);
}

function ofPeople(world: RealityWorld) {
  const ofMember = async (): Promise<Case> => ({ ids: { userId: (await world.member()).id } });
  const ofGroup = async (): Promise<Case> => ({ ids: { groupId: await world.group() } });
  const ofBoth = async (): Promise<Case> => {
    return { ids: { groupId: await world.group(), userId: (await world.member()).id } };
  };
  return {
    Members_list: () => ({}),
    Members_get: ofMember,
    Members_update: async () => ({ ...(await ofMember()), body: { role: 'approver' } }),
    Members_remove: ofMember,
    Members_unlock: ofMember,
    PasswordResets_make: ofMember,
    ApproverGroups_list: () => ({}),
    ApproverGroups_create: () => ({ body: { name: newId() } }),
    ApproverGroups_get: ofGroup,
    ApproverGroups_update: async () => ({ ...(await ofGroup()), body: { name: newId() } }),
    ApproverGroups_remove: ofGroup,
    GroupMembers_add: ofBoth,
    GroupMembers_remove: async () => {
      const { ids = {} } = await ofBoth();
      await world.addToGroup(ids);
      return { ids };
    },
    Invitations_create: () => ({ body: { email: `${newId()}@example.com`, role: 'viewer' } }),
    Invitations_list: () => ({}),
    Invitations_revoke: async () => ({ ids: { invitationId: (await world.invitation()).id } }),
    Tokens_create: () => ({ body: { name: 'Reader', kind: 'api', scopes: ['call:read'] } }),
    Tokens_list: () => ({}),
    Tokens_revoke: async () => {
      const { id } = await world.made('tokens', { name: 'Reader', kind: 'api', scopes: [] });
      return { ids: { tokenId: String(id) } };
    },
    Workspaces_get: () => ({}),
    Audit_list: () => ({}),
    Audit_export: () => ({ query: 'format=csv' }),
    LiveFeed_list: () => ({}),
  };
}

function ofOneself(world: RealityWorld) {
  const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
  const login = (verifier: string) => ({ challenge: challengeOf(verifier), name: 'CLI', scopes: ['call:read'] });
  const aVerifier = () => randomBytes(32).toString('base64url');
  return {
    Sessions_signIn: () => ({ as: world.anonymous, body: ADMIN }),
    Sessions_signOut: async () => ({ as: await world.person() }),
    Sessions_me: () => ({}),
    OwnAccount_rename: () => ({ body: { name: 'Ada' } }),
    OwnAccount_setPassword: async () => {
      return { as: await world.person(), body: { currentPassword: ADMIN.password, newPassword: PASSWORD } };
    },
    OwnSessions_listSessions: () => ({}),
    OwnSessions_endOthers: async () => ({ as: await world.person() }),
    OwnSessions_endSession: async () => {
      const person = await world.person();
      const { items } = (await person.get<{ items: { id: string }[] }>('/api/v1/me/sessions')).body;
      return { as: person, ids: { sessionId: items[0]?.id ?? '' } };
    },
    CliLogins_confirm: () => ({ body: login(aVerifier()) }),
    CliLogins_exchange: async () => {
      const verifier = aVerifier();
      const { code } = await world.made('cli-logins', login(verifier));
      return { as: world.anonymous, body: { code, verifier } };
    },
    CliLogins_revokeOwn: async () => ({ as: await world.token() }),
    Health_live: () => ({ as: world.anonymous }),
    Health_ready: () => ({ as: world.anonymous }),
    Health_keys: () => ({ as: world.anonymous }),
  };
}

/** What somebody uses who has no account, or has forgotten how to come in. */
function ofLinks(world: RealityWorld) {
  const byInvitation = async (more: object = {}): Promise<Case> => {
    return { as: world.anonymous, body: { secret: (await world.invitation()).secret, ...more } };
  };
  const byReset = async (more: object = {}): Promise<Case> => {
    return { as: world.anonymous, body: { secret: await world.passwordReset(), ...more } };
  };
  return {
    AuthMethods_methods: () => ({ as: world.anonymous }),
    AuthMethods_accept: () => byInvitation(),
    AcceptInvitation_look: () => byInvitation(),
    AcceptInvitation_accept: () => byInvitation({ password: PASSWORD }),
    PasswordResets_look: () => byReset(),
    PasswordResets_use: () => byReset({ password: PASSWORD }),
  };
}

/** The stand-ins answer them whatever they are asked about. */
const OF_NEIGHBOURS = {
  ...casesOf(
    ...['Agents_list', 'Agents_get', 'Agents_delete', 'AgentVersions_list', 'ApprovalSettings_get', 'Approvals_get'],
    ...['Calls_list', 'Calls_get', 'Circuits_list', 'Circuits_get', 'Entitlements_get', 'IntegrationCards_toolCounts'],
    ...['IntegrationCards_recentChecks', 'IntegrationChecks_checks', 'IntegrationChecks_toolChanges'],
    ...['Integrations_list', 'Integrations_get', 'Integrations_remove', 'Integrations_verify'],
    ...['IntegrationOAuth_authorize', 'IntegrationOAuth_end', 'Runs_list', 'Runs_get', 'Runs_cancel', 'RunEvents_list'],
    ...['Tools_list', 'Tools_getPolicy', 'Webhooks_list', 'Webhooks_remove', 'WebhookDeliveries_list'],
  ),
  Agents_create: () => ({ body: { name: 'Triage', instructions: 'Triage issues.' } }),
  Agents_update: () => ({ body: { name: 'Triage' } }),
  AgentVersions_get: () => ({ ids: { version: 2 } }),
  ApprovalSettings_update: () => ({ body: { allowSelfApproval: true } }),
  Approvals_list: () => ({ query: 'details=true' }),
  Decisions_decide: () => ({ body: { decision: 'approve' } }),
  Decisions_decideMany: () => ({ body: { decisions: [{ approvalId: newId(), decision: 'approve' }] } }),
  Calls_resolve: () => ({ body: { outcome: 'succeeded', note: 'seen in the tracker' } }),
  IntegrationChecks_test: () => ({ body: { serverUrl: 'https://tracker.example.com/mcp' } }),
  Integrations_register: () => ({ body: { displayName: 'Tracker', serverUrl: 'https://tracker.example.com/mcp' } }),
  Integrations_update: () => ({ body: { displayName: 'Tracker' } }),
  Runs_start: () => ({ body: { prompt: 'Close issue 1.' } }),
  Runs_send: () => ({ body: { text: 'And then?', messageId: newId() } }),
  Runs_fork: () => ({ body: { message: 'Otherwise.', afterTurn: 2 } }),
  Statistics_calls: () => ({ query: `${RANGE}&step=60` }),
  Statistics_tools: () => ({ query: RANGE }),
  Statistics_approvals: () => ({ query: RANGE }),
  ToolReview_review: () => ({ query: 'name=a' }),
  ToolReview_prune: () => ({ body: {} }),
  Tools_update: () => ({ body: { tools: [{ name: 'a', enabled: true }] } }),
  Tools_updatePolicy: () => ({ body: { trusted: true } }),
  Webhooks_create: () => {
    return { body: { name: 'On call', url: 'https://hooks.example.com/', events: ['approval.requested'] } };
  },
  Webhooks_get: () => ({ ids: { webhookId: WEBHOOK_ID } }),
  Webhooks_update: () => ({ body: { enabled: true } }),
  WebhookDeliveries_replay: () => ({ body: {} }),
};

/** Those that need nothing but an id. */
function casesOf(...operations: readonly string[]): Record<string, () => Case> {
  return Object.fromEntries(operations.map((operation) => [operation, () => ({})]));
}
