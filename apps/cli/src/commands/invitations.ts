import type { Schemas } from '@countersign/api-client';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, printNote, printTable, safeLine } from '../print.js';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { contextOf, readCount, show } from './command-context.js';
import { listGroups } from './groups.js';
import { ROLES } from './members.js';

type Invitation = Schemas['InvitationView'];

interface CreateOptions {
  readonly role: Invitation['role'];
  readonly group?: readonly string[];
  readonly days?: string;
}

const ALL = `${WORKSPACE}/invitations` as const;

export function addInvitationsCommand(program: Command): void {
  const invitations = program.command('invitations').description('links by which people come into the workspace');
  invitations
    .command('list')
    .description('all invitations and what became of them')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await listInvitations(context.api), printInvitations);
    });
  addCreate(invitations);
  invitations
    .command('revoke')
    .description('make the link of an open invitation worthless')
    .argument('<invitation>', 'e-mail or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { id, email } = await findInvitation(api, name);
      const params = api.at({ invitationId: id });
      await api.answer(api.client.DELETE(`${ALL}/{invitationId}`, { params }));
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
      const context = contextOf(command);
      const { api } = context;
      const groupIds = group && (await findGroups(api, group));
      const body = { email, role, ...(groupIds && { groupIds }), ...(expiresInDays && { expiresInDays }) };
      show(context, await api.answer(api.client.POST(ALL, { params: api.at(), body })), (created) => {
        printLine(created.url);
        printNote(`For ${safeLine(created.email)} alone, once, until ${created.expiresAt}.`);
      });
    });
}

function listInvitations(api: ApiClient): Promise<Invitation[]> {
  return api.all((page) => api.client.GET(ALL, { params: { ...api.at(), query: page } }));
}

/** Of one person several can have ended, and only one be open. */
async function findInvitation(api: ApiClient, name: string): Promise<Invitation> {
  const invitations = await listInvitations(api);
  const found = invitations.find(
    ({ id, email, state }) => id === name || (state === 'open' && email === name.toLowerCase()),
  );
  if (!found) throw new CliError(`There is no open invitation of "${name}".`, EXIT.notFound);
  return found;
}

async function findGroups(api: ApiClient, names: readonly string[]): Promise<string[]> {
  const groups = await listGroups(api);
  return names.map((name) => {
    const found = groups.find((group) => group.id === name || group.name.toLowerCase() === name.toLowerCase());
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
