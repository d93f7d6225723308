import type { Schemas } from '@countersign/api-client';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { printFields, printLine, printNote, printTable, safeLine } from '../print.js';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { agree } from './agree.js';
import { type CommandContext, contextOf, show } from './command-context.js';

type Member = Schemas['MemberView'];
type Role = Member['role'];

export const ROLES: readonly Role[] = ['viewer', 'approver', 'editor', 'admin'];
const ONE = `${WORKSPACE}/members/{userId}` as const;

export function addMembersCommand(program: Command): void {
  const members = program.command('members').description('the people of the workspace and their roles');
  members
    .command('list')
    .description('everybody, with the role')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await listMembers(context.api), printMembers);
    });
  withMember(members, 'show', 'one person').action(async (person: string, _options: object, command: Command) => {
    const { member, ...context } = await memberContext(command, person);
    const { client } = context.api;
    show(context, await context.api.answer(client.GET(ONE, { params: paramsOf(context, member) })), printMember);
  });
  addRole(members);
  addRemove(members);
  addUnlock(members);
  addPasswordReset(members);
}

function withMember(members: Command, verb: string, description: string): Command {
  return members.command(verb).description(description).argument('<person>', 'e-mail or id');
}

function addRole(members: Command): void {
  members
    .command('role')
    .description('give a person another role; their tokens keep no more than it has')
    .argument('<person>', 'e-mail or id')
    .argument('<role>', ROLES.join(', '))
    .action(async (person: string, text: string, _options: object, command: Command) => {
      const role = readRole(text);
      const { member, ...context } = await memberContext(command, person);
      const { client } = context.api;
      const params = paramsOf(context, member);
      show(context, await context.api.answer(client.PATCH(ONE, { params, body: { role } })), printMember);
    });
}

function addRemove(members: Command): void {
  withMember(members, 'remove', 'take a person out of the workspace; their sessions and tokens end')
    .addOption(new Option('--yes', 'do not ask'))
    .action(async (person: string, { yes }: { yes?: boolean }, command: Command) => {
      const { member, ...context } = await memberContext(command, person);
      await agree(`Remove ${safeLine(member.email)}?`, yes);
      await context.api.answer(context.api.client.DELETE(ONE, { params: paramsOf(context, member) }));
      show(context, { removed: member.userId }, () => printLine(`Removed ${safeLine(member.email)}.`));
    });
}

function addUnlock(members: Command): void {
  withMember(members, 'unlock', 'let a person sign in again after too many wrong passwords').action(
    async (person: string, _options: object, command: Command) => {
      const { member, ...context } = await memberContext(command, person);
      await context.api.answer(context.api.client.POST(`${ONE}/unlock`, { params: paramsOf(context, member) }));
      show(context, { unlocked: member.userId }, () => printLine(`${safeLine(member.email)} may sign in again.`));
    },
  );
}

function addPasswordReset(members: Command): void {
  withMember(
    members,
    'reset-password',
    'make a link by which a person sets a new password; it is shown this once',
  ).action(async (person: string, _options: object, command: Command) => {
    const { member, ...context } = await memberContext(command, person);
    const link = await context.api.answer(
      context.api.client.POST(`${ONE}/password-reset`, { params: paramsOf(context, member) }),
    );
    show(context, link, ({ url, expiresAt }) => {
      printLine(url);
      printNote(`For ${safeLine(member.email)} alone, once, until ${expiresAt}.`);
    });
  });
}

function readRole(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (role === undefined) throw new CliError(`"${text}" is no role; there are ${ROLES.join(', ')}.`, EXIT.usage);
  return role;
}

async function memberContext(command: Command, person: string): Promise<CommandContext & { readonly member: Member }> {
  const context = contextOf(command);
  const members = await listMembers(context.api);
  const member = members.find(({ userId, email }) => userId === person || email === person.toLowerCase());
  if (!member) throw new CliError(`Nobody in this workspace is "${person}".`, EXIT.notFound);
  return { ...context, member };
}

function paramsOf({ api }: CommandContext, { userId }: Member) {
  return api.at({ userId });
}

export function listMembers(api: ApiClient): Promise<Member[]> {
  return api.all((page) => api.client.GET(`${WORKSPACE}/members`, { params: { ...api.at(), query: page } }));
}

function printMembers(members: readonly Member[]): void {
  const rows = members.map(({ name, email, role, isLocked, userId }) => [
    name,
    email,
    role,
    isLocked ? 'locked' : '',
    userId,
  ]);
  printTable(['Name', 'E-mail', 'Role', 'State', 'Id'], rows, 'Nobody is here.');
}

function printMember({ name, email, role, joinedAt, hasPassword, isLocked, userId }: Member): void {
  printFields([
    ['Name', name],
    ['E-mail', email],
    ['Role', role],
    ['Signs in', hasPassword ? 'with a password' : 'by the identity provider'],
    ['State', isLocked ? 'locked after too many wrong passwords' : 'may sign in'],
    ['Since', joinedAt],
    ['Id', userId],
  ]);
}
