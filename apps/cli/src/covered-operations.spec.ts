import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from './program.js';

/** The generated types are the document's: `paths` has a line for every operation. */
const DOCUMENT = new URL('../../../libs/api-client/src/api.generated.ts', import.meta.url);
const OPERATION = /^ {8}(?:get|post|put|patch|delete): operations\["(\w+)"\];$/gm;

/** Operations that no command has, each with its reason. */
const PAGE = 'a person does it on a page of the web UI, signed in there or holding a link';
const WITHOUT_COMMAND: Readonly<Record<string, string>> = {
  AcceptInvitation_look: PAGE,
  AcceptInvitation_accept: PAGE,
  AuthMethods_methods: PAGE,
  AuthMethods_accept: PAGE,
  PasswordResets_look: PAGE,
  PasswordResets_use: PAGE,
  Sessions_signIn: PAGE,
  Sessions_signOut: PAGE,
  CliLogins_confirm: PAGE,
  OwnAccount_rename: PAGE,
  OwnAccount_setPassword: PAGE,
  OwnSessions_listSessions: PAGE,
  OwnSessions_endOthers: PAGE,
  OwnSessions_endSession: PAGE,
  Health_live: 'it says less than that the installation is ready',
  Health_keys: 'other services verify tokens with them',
  IntegrationCards_toolCounts: 'the tools of a server are listed one by one',
  IntegrationCards_recentChecks: 'the checks of a server are listed one by one',
};

/** Which command does what; where several do, the one that a person would look for. */
const COMMANDS: Readonly<Record<string, string>> = {
  Health_ready: 'status',
  Workspaces_get: 'status',
  Audit_list: 'audit list',
  Audit_export: 'audit export',
  LiveFeed_list: 'events',
  Statistics_calls: 'statistics',
  Statistics_tools: 'statistics',
  Statistics_approvals: 'statistics',
  Entitlements_get: 'entitlements',
  Sessions_me: 'whoami',
  CliLogins_exchange: 'login',
  CliLogins_revokeOwn: 'logout',
  Members_list: 'members list',
  Members_get: 'members show',
  Members_update: 'members role',
  Members_remove: 'members remove',
  Members_unlock: 'members unlock',
  PasswordResets_make: 'members reset-password',
  Invitations_list: 'invitations list',
  Invitations_create: 'invitations create',
  Invitations_revoke: 'invitations revoke',
  Tokens_list: 'tokens list',
  Tokens_create: 'tokens create',
  Tokens_revoke: 'tokens revoke',
  ApproverGroups_list: 'groups list',
  ApproverGroups_get: 'groups show',
  ApproverGroups_create: 'groups create',
  ApproverGroups_update: 'groups update',
  ApproverGroups_remove: 'groups remove',
  GroupMembers_add: 'groups add',
  GroupMembers_remove: 'groups drop',
  Integrations_list: 'servers list',
  Integrations_get: 'servers show',
  Integrations_register: 'servers add',
  Integrations_update: 'servers update',
  Integrations_remove: 'servers remove',
  Integrations_verify: 'servers verify',
  IntegrationChecks_test: 'servers test',
  IntegrationChecks_checks: 'servers checks',
  IntegrationChecks_toolChanges: 'servers changes',
  IntegrationOAuth_authorize: 'servers authorize',
  IntegrationOAuth_end: 'servers deauthorize',
  Circuits_list: 'servers list',
  Circuits_get: 'servers show',
  Tools_list: 'tools list',
  Tools_update: 'tools set',
  Tools_getPolicy: 'servers policy',
  Tools_updatePolicy: 'servers policy',
  ToolReview_review: 'tools review',
  ToolReview_prune: 'tools prune',
  Approvals_list: 'approvals list',
  Approvals_get: 'approvals show',
  ApprovalSettings_get: 'approvals settings',
  ApprovalSettings_update: 'approvals settings',
  Decisions_decide: 'approvals approve',
  Decisions_decideMany: 'approvals decide',
  Calls_list: 'calls list',
  Calls_get: 'calls show',
  Calls_resolve: 'calls resolve',
  Agents_list: 'agents list',
  Agents_get: 'agents show',
  Agents_create: 'agents create',
  Agents_update: 'agents update',
  Agents_delete: 'agents delete',
  AgentVersions_list: 'agents versions',
  AgentVersions_get: 'agents show',
  Runs_start: 'runs start',
  Runs_list: 'runs list',
  Runs_get: 'runs show',
  Runs_cancel: 'runs cancel',
  Runs_send: 'runs message',
  Runs_fork: 'runs fork',
  RunEvents_list: 'runs watch',
  Webhooks_list: 'webhooks list',
  Webhooks_get: 'webhooks show',
  Webhooks_create: 'webhooks add',
  Webhooks_update: 'webhooks update',
  Webhooks_remove: 'webhooks remove',
  WebhookDeliveries_list: 'webhooks deliveries',
  WebhookDeliveries_replay: 'webhooks replay',
};

describe('the command line', () => {
  const operations = [...readFileSync(DOCUMENT, 'utf8').matchAll(OPERATION)].map(([, name = '']) => name);

  it('has a command, or a reason for none, for every operation of the API and for no other', () => {
    expect(operations.length).toBeGreaterThan(80);
    const known = [...Object.keys(COMMANDS), ...Object.keys(WITHOUT_COMMAND)];
    expect(known.toSorted()).toEqual(operations.toSorted());
  });

  it('has the commands that the operations are said to be done with', () => {
    const commands = new Set(namesOf(createProgram()));
    expect(Object.values(COMMANDS).filter((name) => !commands.has(name))).toEqual([]);
  });
});

function namesOf(command: Command, path: readonly string[] = []): string[] {
  return command.commands.flatMap((child) => {
    const name = [...path, child.name()];
    return [name.join(' '), ...namesOf(child, name)];
  });
}
