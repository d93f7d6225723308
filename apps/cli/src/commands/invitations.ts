import type { components } from '@countersign/api-client';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, printNote, printTable, safeLine } from '../print.js';
import type { TypedApi } from '../typed-api.client.js';
import { readCount, show } from './command-context.js';
import { ROLES } from './members.js';
import { typedContextOf } from './typed-context.js';

type Invitation = components['schemas']['InvitationView'];

interface CreateOptions {
  readonly role: Invitation['role'];
  readonly group?: readonly string[];
  readonly days?: string;
}

const ALL = '/api/v1/workspaces/{workspaceId}/invitations';

export function addInvitationsCommand(program: Command): void {
  const invitations = program.command('invitations').description('links by which people come into the workspace');
  invitations
    .command('list')
    .description('all invitations and what became of them')
    .action(async (_options: object, command: Command) => {
      const context = typedContextOf(command);
      show(context, await listInvitations(context.api), printInvitations);
    });
  addCreate(invitations);
  invitations
    .command('revoke')
    .description('make the link of an open invitation worthless')
    .argument('<invitation>', 'e-mail or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = typedContextOf(command);
      const { client, path } = context.api;
      const { id, email } = await findInvitation(context.api, name);
      const params = { path: { ...path, invitationId: id } };
      await context.api.answer(client.DELETE(`${ALL}/{invitationId}`, { params }));
      show(context, { revoked: id }, () => printLine(`Revoked the invitation of ${safeLine(email)}.`));
    });
}

function addCreate(invitations: Command): void {
  invitations
    .command('create')
    .description('invite a person; the link is shown this once, and nobody sends it but you')
    .argument('<e-mail>', 'of the person')
    .addOption(new Option('--role <role>', 'in the workspace').choices(ROLES).default('viewer'))
    .option('--group <names...>', 'approver groups that the person comes into')
    .option('--days <n>', 'until it expires')
    .action(async (email: string, { role, group, days }: CreateOptions, command: Command) => {
      const expiresInDays = days === undefined ? undefined : readCount('--days', days);
      const context = typedContextOf(command);
      const { client, path } = context.api;
      const groupIds = group && (await findGroups(context.api, group));
      const body = { email, role, ...(groupIds && { groupIds }), ...(expiresInDays && { expiresInDays }) };
      show(context, await context.api.answer(client.POST(ALL, { params: { path }, body })), (created) => {
        printLine(created.url);
        printNote(`For ${safeLine(created.email)} alone, once, until ${created.expiresAt}.`);
      });
    });
}

function listInvitations(api: TypedApi): Promise<Invitation[]> {
  const { client, path } = api;
  return api.all((page) => client.GET(ALL, { params: { path, query: { ...page } } }));
}

/** Of one person several can have ended, and only one be open. */
async function findInvitation(api: TypedApi, name: string): Promise<Invitation> {
  const invitations = await listInvitations(api);
  const found = invitations.find(
    ({ id, email, state }) => id === name || (state === 'open' && email === name.toLowerCase()),
  );
  if (!found) throw new CliError(`There is no open invitation of "${name}".`, EXIT.notFound);
  return found;
}

async function findGroups(api: TypedApi, names: readonly string[]): Promise<string[]> {
  const { client, path } = api;
  const { items } = await api.answer(
    client.GET('/api/v1/workspaces/{workspaceId}/approver-groups', { params: { path } }),
  );
  return names.map((name) => {
    const found = items.find((group) => group.id === name || group.name.toLowerCase() === name.toLowerCase());
    if (!found) throw new CliError(`There is no group "${name}".`, EXIT.notFound);
    return found.id;
  });
}

function printInvitations(invitations: readonly Invitation[]): void {
  const rows = invitations.map(({ email, role, state, invitedByName, expiresAt, id }) => [
    email,
    role,
    state,
    invitedByName,
    expiresAt,
    id,
  ]);
  const none = 'Nobody is invited: countersign invitations create <e-mail>';
  printTable(['E-mail', 'Role', 'State', 'By', 'Expires', 'Id'], rows, none);
}
