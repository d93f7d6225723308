import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { type ApiClient, ifMatch, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printFields, printLine, printTable, safeLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { listMembers } from './members.js';

type Group = Schemas['GroupView'];
type GroupDetails = Schemas['GroupDetailsView'];

const ALL = `${WORKSPACE}/approver-groups` as const;
const ONE = `${ALL}/{groupId}` as const;

export function addGroupsCommand(program: Command): void {
  const groups = program.command('groups').description('approver groups: who decides about tools that name one');
  groups
    .command('list')
    .description('all groups')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await listGroups(context.api), printGroups);
    });
  groups
    .command('show')
    .description('a group with its members')
    .argument('<group>', 'name or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { id } = await findGroup(context.api, name);
      show(context, await getGroup(context.api, id), printGroup);
    });
  addChanges(groups);
  addMembers(groups);
}

function addChanges(groups: Command): void {
  groups
    .command('create')
    .description('make a group; until it has members, nobody decides for it')
    .argument('<name>', 'what tools name it by')
    .option('--description <text>', 'for people')
    .action(async (name: string, { description }: { description?: string }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const body = { name, ...(description !== undefined && { description }) };
      show(context, await api.answer(api.client.POST(ALL, { params: api.at(), body })), printGroup);
    });
  groups
    .command('update')
    .description('call or describe a group differently; while tools name it, it keeps its name')
    .argument('<group>', 'name or id')
    .option('--name <name>', 'another name')
    .option('--description <text>', 'for people')
    .action(async (name: string, change: Schemas['UpdateGroupBody'], command: Command) => {
      if (Object.keys(change).length === 0) throw new CliError('Say what to change; --help lists it.', EXIT.usage);
      const context = contextOf(command);
      const { api } = context;
      const { id, version } = await findGroup(api, name);
      const params = { ...api.at({ groupId: id }), header: ifMatch(version) };
      show(context, await api.answer(api.client.PATCH(ONE, { params, body: change })), printGroup);
    });
  groups
    .command('remove')
    .description('remove a group that no tool names')
    .argument('<group>', 'name or id')
    .option(
      '--force',
      'also where tools name it: nobody can decide about their calls until they name another one, or none',
    )
    .action(async (name: string, { force }: { force?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const group = await findGroup(api, name);
      const place = { ...api.at({ groupId: group.id }), header: ifMatch(group.version) };
      const params = { ...place, query: { ...(force && { force }) } };
      await api.answer(api.client.DELETE(ONE, { params }));
      show(context, { removed: group.id }, () => printLine(`Removed ${safeLine(group.name)}.`));
    });
}

function addMembers(groups: Command): void {
  for (const verb of ['add', 'drop'] as const) {
    groups
      .command(verb)
      .description(verb === 'add' ? 'let people decide for a group' : 'let people decide for a group no longer')
      .argument('<group>', 'name or id')
      .argument('<people...>', 'e-mails or ids of members of the workspace')
      .action(async (name: string, people: string[], _options: object, command: Command) => {
        const context = contextOf(command);
        const { api } = context;
        const { id } = await findGroup(api, name);
        // All are found before any is changed.
        const userIds = await findPeople(api, people);
        for (const userId of userIds) {
          const place = [`${ONE}/members/{userId}`, { params: api.at({ groupId: id, userId }) }] as const;
          await api.answer(verb === 'add' ? api.client.PUT(...place) : api.client.DELETE(...place));
        }
        show(context, await getGroup(api, id), printGroup);
      });
  }
}

export function listGroups(api: ApiClient): Promise<Group[]> {
  return api.all(() => api.client.GET(ALL, { params: api.at() }));
}

function getGroup(api: ApiClient, groupId: string): Promise<GroupDetails> {
  return api.answer(api.client.GET(ONE, { params: api.at({ groupId }) }));
}

async function findGroup(api: ApiClient, name: string): Promise<Group> {
  const groups = await listGroups(api);
  const found = groups.find((group) => group.id === name || group.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = groups.map((group) => group.name).join(', ') || 'none yet';
  throw new CliError(`There is no group "${name}"; known: ${known}.`, EXIT.notFound);
}

async function findPeople(api: ApiClient, people: readonly string[]): Promise<string[]> {
  const members = await listMembers(api);
  return people.map((person) => {
    const found = members.find(({ userId, email }) => userId === person || email === person.toLowerCase());
    if (!found) throw new CliError(`Nobody in this workspace is "${person}".`, EXIT.notFound);
    return found.userId;
  });
}

function printGroups(items: readonly Group[]): void {
  const rows = items.map(({ name, description, memberCount }) => [name, String(memberCount), description]);
  printTable(
    ['Name', 'Members', 'Description'],
    rows,
    'No groups yet: everybody who may decide approvals decides all.',
  );
}

function printGroup({ id, name, description, members }: GroupDetails): void {
  printFields([
    ['Group', name],
    ['Id', id],
    ['Description', description],
    [
      'Members',
      members.length === 0 ? 'nobody: calls of tools that name it cannot be decided' : String(members.length),
    ],
    ...members.map((member) => ['', `${member.name} <${member.email}>`] as const),
  ]);
}
