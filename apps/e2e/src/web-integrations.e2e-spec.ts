import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { IntegrationView, ToolView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { OperatorDatabase } from './system/operator-database.js';
import { SOON } from './system/operator.js';
import { RunningSystem } from './system/running-system.js';
import { Session } from './system/session.js';
import { aTool, UpstreamServer } from './system/upstream-server.js';
import { Browser, type Visit } from './web/browser.js';
import { serverStories } from './web/server-stories.js';
import { ToolPages } from './web/tool-pages.js';
import { untilShown } from './web/until-shown.js';

const START_TIMEOUT_MS = 150_000;
const STORY_TIMEOUT_MS = 120_000;
const MANY = 2_000;
const HTML = '<img src=x onerror=alert(1)>';
const BIDI = 'pay\u202Egpj.exe';
const LONG = 'x'.repeat(300);

let system: RunningSystem;
let browser: Browser;
let session: Session;
let admin: Visit;
let notes: UpstreamServer;
let pages: ToolPages;

beforeAll(async () => {
  system = await RunningSystem.start(11, { WATCH_POLL_SECONDS: '5' });
  [browser, session, notes] = await Promise.all([
    Browser.start(system),
    Session.signIn(system),
    UpstreamServer.start(),
  ]);
  admin = await browser.person();
  pages = new ToolPages(admin, session);
}, START_TIMEOUT_MS);

afterEach(() => browser.restore());

afterAll(async () => {
  await browser.stop();
  await system.stop();
  await notes.stop();
}, START_TIMEOUT_MS);

const find = (slug: string): Promise<IntegrationView> => pages.find(slug);
const toolOf = (slug: string, name: string): Promise<ToolView | undefined> => pages.toolOf(slug, name);
const open = (slug: string, query = ''): Promise<void> => pages.open(slug, query);

describe('servers and their tools in the web UI', () => {
  it(
    '[WEB-20] A server is tried, which says what is wrong and what was found; it is added, and its tools appear.',
    async () => {
      const { page } = admin;
      notes.tools = [aTool('note_add'), aTool('note_read', { isReadOnly: true }), aTool('note_drop')];
      await page.goto('/integrations');
      await page.getByRole('button', { name: 'Add a server' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Test' }).click();
      await dialog.getByText('Say where the server is.').waitFor();
      await dialog.getByLabel('URL').fill(notes.url.replace('/mcp', '').replace(/:\d+/, ':1'));
      await dialog.getByRole('button', { name: 'Test' }).click();
      await dialog.getByText('It does not work yet').waitFor();
      await dialog.getByLabel('URL').fill(notes.url);
      await dialog.getByLabel('Name').fill("Müller's notes");
      await untilShown(() => dialog.getByLabel('Slug').inputValue(), 'Mullers-notes');
      await dialog.getByLabel('Slug').fill('Notes');
      await dialog.getByRole('button', { name: 'Test' }).click();
      await dialog.getByText('It works: 3 tools').waitFor();
      await admin.shoot('integration-add');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: "Müller's notes" }).waitFor();
      await pages.row('note_drop').waitFor();
      await untilShown(() => page.getByRole('status').filter({ hasText: '3 tools' }).count(), 1);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-21] A switch shows at once what it will be, and what it is again, with the reason, when the API refuses.',
    async () => {
      const { page } = admin;
      await open('Notes');
      await pages.switchOf('Approval', 'note_add').click({ force: true });
      await pages.seen(pages.row('note_add').getByText('Asks'));
      await untilShown(() => toolOf('Notes', 'note_add'), expect.objectContaining({ requiresApproval: true }));

      const answer = await pages.refuseChanges('The policy service is away.');
      await pages.switchOf('Enabled', 'note_read').click({ force: true });
      // The answer is still held back: nothing but the click can have moved it.
      await pages.untilSwitch('Enabled', 'note_read', false);
      answer();
      await page.getByText('The policy service is away.').waitFor();
      await pages.untilSwitch('Enabled', 'note_read', true);
      expect(await toolOf('Notes', 'note_read')).toMatchObject({ enabled: true });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-22] What somebody else decided meanwhile stays, and is shown; an edit that is about other tools is in nobody’s way.',
    async () => {
      const { page } = admin;
      const { id } = await find('Notes');
      const patch = (tool: object): Promise<unknown> =>
        session.send('PATCH', `/mcp-integrations/${id}/tools`, { tools: [tool] });
      await open('Notes');
      await page.route('**/events', (route) => route.abort());
      await page.reload();
      await admin.settled();
      await patch({ name: 'note_read', requiresApproval: true });
      await pages.switchOf('Enabled', 'note_drop').click({ force: true });
      await untilShown(() => toolOf('Notes', 'note_drop'), expect.objectContaining({ enabled: false }));
      await patch({ name: 'note_drop', enabled: true, requiresApproval: true });
      await pages.switchOf('Approval', 'note_drop').click({ force: true });
      await page.getByText('Nothing was overwritten', { exact: false }).waitFor();
      await pages.untilSwitch('Enabled', 'note_drop', true);
      expect(await toolOf('Notes', 'note_drop')).toMatchObject({ enabled: true, requiresApproval: true });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-24] A tool that is redefined is shown as changed by itself, with the difference, until it is acknowledged.',
    async () => {
      const { page } = admin;
      await open('Notes');
      await eventually(() => expect(notes.listeners).toBeGreaterThan(0), SOON);
      notes.tools = [aTool('note_add', { description: 'adds a note and <b>tells everybody</b>' }), aTool('note_read')];
      notes.announceChange();
      await pages.row('note_add').getByText('Changed', { exact: true }).waitFor();
      await pages.seen(pages.row('note_drop').getByText('Missing'));
      await page.getByRole('button', { name: 'note_add' }).click();
      const drawer = page.getByRole('dialog', { name: 'note_add' });
      const difference = drawer.getByRole('group', { name: 'Difference at /description' });
      await difference.getByText('<b>tells everybody</b>').waitFor();
      expect(await admin.problems('tool-review')).toEqual([]);
      await drawer.getByRole('button', { name: 'Acknowledge' }).click();
      await drawer.getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'detached' });
      await drawer.getByRole('tab', { name: 'History' }).click();
      await drawer.getByText('description changed').first().waitFor();
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      await untilShown(() => toolOf('Notes', 'note_add'), expect.objectContaining({ review: 'none' }));

      await page.getByText('Missing 1', { exact: true }).click();
      await page.getByRole('button', { name: 'Forget them…' }).click();
      await page.getByRole('button', { name: 'Forget one tool' }).click();
      await pages.row('note_drop').waitFor({ state: 'detached' });
      await untilShown(() => toolOf('Notes', 'note_drop'), undefined);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-25] Names that deceive are spelled out, and what a server says stays text.',
    async () => {
      const { page } = admin;
      const odd = [aTool('issue.get'), aTool(BIDI), aTool('söк'), aTool(HTML, { description: HTML }), aTool(LONG)];
      notes.tools = [...notes.tools, ...odd];
      notes.announceChange();
      await open('Notes');
      await page.getByText('pay\\u{202E}gpj.exe', { exact: true }).waitFor();
      await pages.row('söк').getByText('Not ASCII').waitFor();
      expect(await page.locator('main img').count()).toBe(0);
      await page.getByRole('button', { name: HTML }).click();
      const drawer = page.getByRole('dialog', { name: HTML });
      await drawer.getByText(`Notes__`, { exact: false }).first().waitFor();
      expect(await page.locator('img').count()).toBe(0);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      expect(await admin.problems('integration-tools')).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-23] Two thousand tools scroll, are searched, and are changed at once.',
    async () => {
      const { page } = admin;
      const server = await UpstreamServer.start();
      try {
        server.tools = Array.from({ length: MANY }, (_, index) => aTool(`tool_${String(index).padStart(4, '0')}`));
        await session.post('/mcp-integrations', { displayName: 'Many', serverUrl: server.url });
        await open('Many');
        await page.getByText(`${MANY} tools`, { exact: true }).first().waitFor();
        await page.keyboard.press('End');
        await eventually(async () => {
          await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
          expect(await pages.row('tool_1999').count()).toBe(1);
        }, SOON);
        expect(await page.locator('[data-tool]').count()).toBeLessThan(60);

        await page.evaluate('window.scrollTo(0, 0)');
        await page.getByRole('searchbox', { name: 'Search tools' }).fill('tool_1');
        await page.getByText(`1000 of ${MANY} tools`).waitFor();
        await page.getByLabel('Choose the 1000 shown').check();
        const bar = page.getByRole('group', { name: 'Change the chosen tools' });
        await bar.getByText('1000 chosen').waitFor();
        await admin.shoot('tools-chosen');
        await bar.getByRole('button', { name: 'Ask first' }).click();
        await page.getByText('Changed 1000 tools.').waitFor();
        await page.getByRole('radio', { name: 'Ask 1000' }).waitFor({ state: 'attached' });
        expect(await toolOf('Many', 'tool_0000')).toMatchObject({ requiresApproval: false });
      } finally {
        await server.stop();
      }
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-27] Who may only look sees the tools, and why nothing can be changed.',
    async () => {
      const database = new OperatorDatabase(system);
      await database.addPerson('viewer@example.com', 'viewer');
      const viewer = await browser.person({ email: 'viewer@example.com' });
      const { id } = await find('Notes');
      await viewer.page.goto(`/integrations/${id}`);
      await viewer.page.getByText('You can look, and not change').waitFor();
      expect(await viewer.page.getByRole('switch', { name: 'Enabled: note_add' }).isDisabled()).toBe(true);
      expect(await viewer.page.getByRole('button', { name: 'Verify now' }).count()).toBe(0);
      await viewer.page.goto('/integrations');
      await viewer.settled();
      expect(await viewer.page.getByRole('button', { name: 'Add a server' }).count()).toBe(0);
      expect(viewer.complaints).toEqual([]);
      await viewer.page.context().close();
    },
    STORY_TIMEOUT_MS,
  );

  serverStories(() => ({ system, session, admin, pages }));

  it(
    '[WEB-28] The cards lead to the tools by keyboard alone, are accessible in both colour schemes, and fit a phone.',
    async () => {
      const { page } = admin;
      await page.goto('/integrations');
      await admin.settled();
      expect(await admin.problems('integrations')).toEqual([]);
      await page.getByRole('searchbox', { name: 'Search servers' }).focus();
      await page.keyboard.type('notes');
      await page.getByText(/^1 of \d+ servers$/).waitFor();
      await page.getByRole('link', { name: "Müller's notes" }).focus();
      await page.keyboard.press('Enter');
      await pages.row('note_read').waitFor();
      await pages.switchOf('Approval', 'note_read').focus();
      const before = (await toolOf('Notes', 'note_read'))?.requiresApproval;
      await page.keyboard.press('Space');
      await untilShown(() => toolOf('Notes', 'note_read'), expect.objectContaining({ requiresApproval: !before }));
      await page.getByRole('button', { name: 'note_read' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'note_read' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      for (const tab of ['history', 'checks', 'settings']) {
        await open('Notes', `?tab=${tab}`);
        expect([tab, await admin.accessibilityProblems()]).toEqual([tab, []]);
        await admin.shoot(`integration-${tab}`);
      }
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-29] A server is removed once its slug was typed, and is gone everywhere.',
    async () => {
      const { page } = admin;
      await open('Notes');
      await page.getByRole('button', { name: 'More about this server' }).click();
      await page.getByRole('menuitem', { name: 'Remove…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Calls of it that wait for an approval become invalid', { exact: false }).waitFor();
      expect(await dialog.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Type Notes to remove it').fill('Notes');
      await dialog.getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('heading', { level: 1, name: 'Integrations' }).waitFor();
      await page.getByRole('link', { name: "Müller's notes" }).waitFor({ state: 'detached' });
      await expect(find('Notes')).rejects.toThrow('no server Notes');
      expect(admin.complaints).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});
