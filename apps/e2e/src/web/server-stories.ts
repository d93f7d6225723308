import { eventually } from '@countersign/testing';
import { expect, it } from '@jest/globals';
import type { IntegrationPolicyView } from '@countersign/contracts';
import { OperatorDatabase } from '../system/operator-database.js';
import { SOON } from '../system/operator.js';
import { ProtectedUpstream } from '../system/protected-upstream.js';
import type { RunningSystem } from '../system/running-system.js';
import { callByName } from '../system/sdk-client.js';
import type { Session } from '../system/session.js';
import { aTool, UpstreamServer } from '../system/upstream-server.js';
import type { Visit } from './browser.js';
import type { ToolPages } from './tool-pages.js';
import { untilShown } from './until-shown.js';

const STORY_TIMEOUT_MS = 120_000;
const TOOLS = [aTool('note_add'), aTool('note_read', { isReadOnly: true })];
/** As many failures in a row as are one too many. */
const FAILURES = 5;

export interface Servers {
  readonly system: RunningSystem;
  readonly session: Session;
  readonly admin: Visit;
  readonly pages: ToolPages;
}

/** What is decided about a server as a whole, in a suite that has the system for it. */
export function serverStories(of: () => Servers): void {
  it(
    '[WEB-26] A server behind OAuth is authorized from its page, which goes on by itself.',
    () => authorizes(of()),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-30] A server is edited: what is typed is tried first, a secret is never shown again, and a move that fails is none.',
    () => withServer(async (server) => edits(of(), server)),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-31] What new tools are is decided about a server, and a policy that the API refuses is shown as it was.',
    () => withServer(async (server) => decides(of(), server)),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-32] A server whose calls are held back says why, and no longer once it is well again.',
    () => withServer(async (server) => breaks(of(), server)),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-33] A workspace without approvals says so where they are decided about, and who can change it.',
    () => withServer(async (server) => loses(of(), server)),
    STORY_TIMEOUT_MS,
  );
}

async function withServer(story: (server: UpstreamServer) => Promise<void>): Promise<void> {
  const server = await UpstreamServer.start();
  server.tools = [...TOOLS];
  try {
    await story(server);
  } finally {
    await server.stop();
  }
}

async function authorizes({ admin, system, pages }: Servers): Promise<void> {
  const { page } = admin;
  const upstream = await ProtectedUpstream.start(system);
  try {
    await pages.added('Protected', upstream.server, '', { auth: 'oauth2' });
    await page.getByText('It waits to be authorized').waitFor();
    expect(await admin.accessibilityProblems()).toEqual([]);
    await admin.shoot('integration-authorize');
    const [popup] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Authorize' }).click(),
    ]);
    await popup.getByRole('button', { name: 'Authorize' }).click();
    await popup.getByRole('heading', { name: 'Authorized' }).waitFor();
    await popup.close();
    await pages.row('note_read').waitFor();
    await untilShown(() => pages.find('Protected'), expect.objectContaining({ status: 'connected' }));
  } finally {
    await upstream.stop();
  }
}

async function edits({ admin, pages }: Servers, server: UpstreamServer): Promise<void> {
  const { page } = admin;
  const dialog = page.getByRole('dialog', { name: 'Edit the connection' });
  const openDialog = async (): Promise<void> => {
    await page.getByRole('button', { name: 'More about this server' }).click();
    await page.getByRole('menuitem', { name: 'Edit the connection…' }).click();
    await dialog.getByLabel('URL').waitFor();
  };
  const headers = [{ name: 'x-api-key', value: 'the first key' }];
  await pages.added('Keyed', server, '', { auth: 'headers', headers });
  server.guard = { isLetIn: ({ 'x-api-key': key }) => Promise.resolve(key === 'the second key') };

  await openDialog();
  await untilShown(() => dialog.getByRole('button', { name: 'Save' }).isDisabled(), true);
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Keyed twice');
  await dialog.getByRole('button', { name: 'Test' }).click();
  await dialog.getByText('It does not work yet').waitFor();
  await dialog.getByRole('button', { name: 'Add a header' }).click();
  await dialog.getByLabel('Name of header 1', { exact: true }).fill('x-api-key');
  await dialog.getByLabel('Value of header 1', { exact: true }).fill('the second key');
  await dialog.getByRole('button', { name: 'Test' }).click();
  await dialog.getByText('It works: 2 tools').waitFor();
  await dialog.getByText('It may be another server').waitFor();
  expect(await admin.problems('integration-edit')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Keyed twice' }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await untilShown(() => pages.toolOf('Keyed', 'note_add'), expect.objectContaining({ verdict: 'ask' }));
  expect(await page.content()).not.toMatch(/the (first|second) key/);

  await openDialog();
  await dialog.getByText(/x-api-key/).waitFor();
  await dialog.getByLabel('URL').fill(server.url.replace(/:\d+/, ':1'));
  await dialog.getByText('It may be another server').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('The settings were not saved').waitFor();
  await admin.shoot('integration-edit-refused');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await pages.find('Keyed')).toMatchObject({ serverUrl: server.url, displayName: 'Keyed twice' });
}

async function decides({ admin, session, pages }: Servers, server: UpstreamServer): Promise<void> {
  const { page } = admin;
  const id = await pages.added('Decided', server, '?tab=settings');
  const stored = (): Promise<IntegrationPolicyView> => session.get(`/mcp-integrations/${id}/policy`);
  const isOn = (label: string, checked: boolean): Promise<void> =>
    page.getByRole('switch', { name: label, checked }).waitFor({ state: 'attached' });
  await page.getByRole('combobox', { name: 'New tools are' }).click();
  await page.getByRole('option', { name: /^Ask:/ }).click();
  await untilShown(stored, expect.objectContaining({ posture: 'ask' }));
  await eventually(() => expect(server.listeners).toBeGreaterThan(0), SOON);
  server.tools = [...server.tools, aTool('note_late')];
  server.announceChange();
  const isAsked = expect.objectContaining({ requiresApproval: true, review: 'new' });
  await untilShown(() => pages.toolOf('Decided', 'note_late'), isAsked);
  expect(await pages.toolOf('Decided', 'note_add')).toMatchObject({ requiresApproval: false });

  const answer = await pages.refuseChanges('The policy service is away.', '**/policy');
  await page.getByRole('switch', { name: 'Trusted' }).click({ force: true });
  await isOn('Trusted', true);
  answer();
  await page.getByText('The policy was not changed').waitFor();
  await isOn('Trusted', false);
  await page.unroute('**/policy');

  await page.getByRole('switch', { name: 'Prompts' }).click({ force: true });
  await untilShown(stored, expect.objectContaining({ prompts: true, trusted: false, posture: 'ask' }));
  await page.reload();
  await isOn('Prompts', true);
  await isOn('Trusted', false);
}

async function breaks({ admin, system, pages }: Servers, server: UpstreamServer): Promise<void> {
  const { page } = admin;
  await pages.added('Broken', server);
  server.isDown = true;
  const call = (): Promise<unknown> => callByName(system, 'modern', 'Broken__note_read', {});
  for (let failure = 0; failure < FAILURES; failure += 1) await call();
  await pages.open('Broken', '');
  const alert = page.getByRole('alert').filter({ hasText: 'Calls are held back' });
  await alert.getByText(/HTTP 503/).waitFor();
  await alert.getByText(/it is tried again/).waitFor();
  await admin.shoot('integration-held-back');
  server.isDown = false;
  await eventually(
    async () => expect(await call()).toMatchObject({ content: [{ type: 'text', text: 'did note_read' }] }),
    SOON,
  );
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByText('Verified: it lists 2 tools.').waitFor();
  await alert.waitFor({ state: 'detached' });
  await page.getByText('Connected', { exact: true }).first().waitFor();
}

async function loses({ admin, system, session, pages }: Servers, server: UpstreamServer): Promise<void> {
  const { page } = admin;
  const database = new OperatorDatabase(system);
  const set = async (isEntitled: boolean): Promise<void> => {
    await database.setApprovals(isEntitled);
    await untilShown(() => session.get('/entitlements'), { agent_approvals: isEntitled });
  };
  await set(false);
  try {
    await pages.added('Unentitled', server);
    const notice = page.getByRole('alert').filter({ hasText: 'Approvals are not enabled for this workspace' });
    await notice.getByText('agent_approvals').waitFor();
    await untilShown(() => pages.switchOf('Approval', 'note_add').isDisabled(), true);
    await untilShown(() => pages.switchOf('Enabled', 'note_add').isDisabled(), false);
    expect(await admin.problems('integration-unentitled')).toEqual([]);
    await page.goto('/settings/workspace');
    await page.getByText('not included', { exact: true }).waitFor();
  } finally {
    await set(true);
  }
  await pages.open('Unentitled', '');
  await untilShown(() => pages.switchOf('Approval', 'note_add').isDisabled(), false);
}
