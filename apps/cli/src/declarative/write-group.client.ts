import { type ApiClient, ifMatch, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { safeLine } from '../print.js';
import type { GroupForm } from './manifest.js';
import { toGroupWrite, toKey } from './plan-group.js';
import type { PlanOptions } from './plan.js';
import type { StoredGroup } from './workspace-state.js';

const ALL = `${WORKSPACE}/approver-groups` as const;
const ONE = `${ALL}/{groupId}` as const;
const MEMBER = `${ONE}/members/{userId}` as const;

interface GroupToWrite {
  readonly name: string;
  readonly stored: StoredGroup | undefined;
  readonly form: GroupForm;
  /** Ids by e-mail, in lower case. */
  readonly people: ReadonlyMap<string, string>;
  readonly options: PlanOptions;
}

/** @throws CliError before anything is written where somebody is not a member of the workspace */
export async function writeGroup(api: ApiClient, { name, stored, form, people, options }: GroupToWrite): Promise<void> {
  const { add, drop, ...settings } = toGroupWrite(stored, form, options);
  const added = add.map((email) => idOf(email, people, name));
  const { client } = api;
  const make = () => api.answer(client.POST(ALL, { params: api.at(), body: { name, ...settings } }));
  const groupId = stored?.id ?? (await make()).id;
  if (stored && Object.keys(settings).length > 0) {
    await api.answer(
      client.PATCH(ONE, { params: { ...api.at({ groupId }), header: ifMatch(stored.version) }, body: settings }),
    );
  }
  for (const userId of added) await api.answer(client.PUT(MEMBER, { params: api.at({ groupId, userId }) }));
  for (const email of drop) {
    const userId = stored?.memberIds.get(toKey(email));
    if (userId !== undefined) await api.answer(client.DELETE(MEMBER, { params: api.at({ groupId, userId }) }));
  }
}

function idOf(email: string, people: ReadonlyMap<string, string>, group: string): string {
  const userId = people.get(toKey(email));
  if (userId !== undefined) return userId;
  throw new CliError(
    `${safeLine(email)} is no member of this workspace, and is named by the group "${safeLine(group)}".`,
    EXIT.notFound,
  );
}
