import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { eventually } from '@countersign/testing';
import type { Page } from 'playwright-core';
import { SOON } from './system/operator.js';
import { RunningSystem } from './system/running-system.js';
import { Browser, type Visit } from './web/browser.js';
import { signInStories } from './web/sign-in-stories.js';
import { untilShown } from './web/until-shown.js';

const START_TIMEOUT_MS = 150_000;
const STORY_TIMEOUT_MS = 120_000;
const SCREENS = [
  ['/settings/profile', 'You'],
  ['/settings/tokens', 'Tokens'],
  ['/settings/members', 'People'],
  ['/settings/groups', 'Approver groups'],
  ['/settings/webhooks', 'Webhooks'],
  ['/settings/workspace', 'Workspace'],
] as const;

let system: RunningSystem;
let browser: Browser;
let admin: Visit;

beforeAll(async () => {
  system = await RunningSystem.start(13);
  browser = await Browser.start(system);
  admin = await browser.person({ permissions: ['clipboard-read', 'clipboard-write'] });
}, START_TIMEOUT_MS);

afterEach(() => browser.restore());

afterAll(async () => {
  await browser.stop();
  await system.stop();
}, START_TIMEOUT_MS);

/** What was copied last, once it is there. */
function copied(page: Page, wanted: RegExp): Promise<string> {
  return eventually(async () => {
    const text = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(text).toMatch(wanted);
    return text;
  }, SOON);
}

async function connects(token: string): Promise<boolean> {
  const client = new Client({ name: 'settings', version: '1' });
  const url = new URL(system.dev.mcpUrl);
  try {
    await client.connect(
      new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
    );
    await client.close();
    return true;
  } catch {
    return false;
  }
}

describe('the settings', () => {
  it(
    '[WEB-60] A token is made with the configuration to paste, works at once, and is refused once it is revoked.',
    async () => {
      const { page } = admin;
      await page.goto('/settings/tokens');
      await page.getByRole('button', { name: 'Create token' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Laptop <b>bold</b>');
      await dialog.getByRole('button', { name: 'Create token' }).click();
      await dialog.getByRole('button', { name: 'Copy for Claude Code' }).click();
      const line = await copied(
        page,
        /^claude mcp add --transport http countersign http\S+ --header "Authorization: Bearer \S+"$/,
      );
      const token = /Bearer (\S+)"/.exec(line)?.[1] ?? '';
      expect(await connects(token)).toBe(true);
      await admin.shoot('settings-token-created');
      await dialog.getByRole('tab', { name: 'VS Code' }).click();
      await dialog.getByText('"servers"').waitFor();
      await page.keyboard.press('Escape');

      const card = page.getByRole('listitem').filter({ hasText: 'Laptop <b>bold</b>' });
      await card.getByRole('button', { name: /Revoke/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();
      await card.getByText('revoked', { exact: true }).waitFor();
      await untilShown(() => connects(token), false);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-61] A token of the API decides approvals only where that is ticked by itself.',
    async () => {
      const { page } = admin;
      await page.goto('/settings/tokens');
      await page.getByRole('button', { name: 'Create token' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The API and the CLI').click();
      await dialog.getByLabel('Name').fill('Everything');
      await dialog.getByLabel('Everything but deciding').check();
      expect(await dialog.getByLabel('Decide approvals').isChecked()).toBe(false);
      await dialog.getByRole('button', { name: 'Create token' }).click();
      await dialog.getByText('It is shown this once').waitFor();
      await page.keyboard.press('Escape');
      const card = page.getByRole('listitem').filter({ hasText: 'Everything' });
      await card.waitFor();
      expect(await card.getByText('may decide').count()).toBe(0);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-62] Groups, webhooks and rules are changed by clicking, and the audit says who did it.',
    async () => {
      const { page } = admin;
      await page.goto('/settings/groups');
      await page
        .getByRole('button', { name: /Create/ })
        .first()
        .click();
      await page.getByRole('dialog').getByLabel('Name').fill('Releases');
      await page.getByRole('dialog').getByRole('button', { name: 'Create group' }).click();
      await page.getByRole('button', { name: 'People of Releases' }).click();
      await page.getByRole('dialog').getByLabel('Add a person').click();
      await page.getByRole('option').first().click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Take .* out/ })
        .waitFor();
      await page.keyboard.press('Escape');
      await page.getByText('1 person').waitFor();

      await page.goto('/settings/workspace');
      const rule = page.getByLabel('People may approve what they asked for themselves');
      await admin.settled();
      const after = !(await rule.isChecked());
      // What is on its way is shown a moment after the click.
      await rule.click();
      await untilShown(() => rule.isChecked(), after);
      await page.getByText('The rule is changed').waitFor();
      await page.reload();
      await untilShown(() => rule.isChecked(), after);

      await page.goto('/audit?action=approver_group');
      await page.getByRole('listitem').filter({ hasText: 'Releases' }).first().waitFor();
      await page.getByRole('listitem').first().getByRole('button').first().click();
      await page.getByRole('group', { name: 'Details' }).waitFor();
      await admin.shoot('audit');
      await page.getByRole('link', { name: 'all that they did' }).click();
      await page.getByRole('button', { name: 'Not only of one person or token' }).click();
      await page.waitForURL((url) => url.pathname === '/audit' && !url.searchParams.has('actor'));
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-63] Every part is accessible in both colour schemes, and fits a phone.',
    async () => {
      const { page } = admin;
      for (const [path, name] of SCREENS) {
        await page.goto(path);
        await page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
        await admin.settled();
        expect([path, await admin.problems(path.slice(1).replace('/', '-'))]).toEqual([path, []]);
      }
      for (const path of ['/overview', '/audit']) {
        await page.goto(path);
        await admin.settled();
        expect([path, await admin.problems(path.slice(1))]).toEqual([path, []]);
      }
      const visitor = await browser.visitor();
      await visitor.page.goto('/audit');
      await visitor.page.getByLabel('E-mail').waitFor();
      expect(await visitor.problems('login')).toEqual([]);
      expect([...admin.complaints, ...visitor.complaints]).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-67] The first load of the inbox is at most 300 KB, in few files that are kept for ever.',
    async () => {
      const { page } = admin;
      await page.goto('/approvals');
      await admin.settled();
      const files = await page.evaluate<{ size: number }[]>(
        "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/')).map(({ encodedBodySize }) => ({ size: encodedBodySize }))",
      );
      expect(files.length).toBeGreaterThan(3);
      expect(files.length).toBeLessThanOrEqual(24);
      expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(300_000);
    },
    STORY_TIMEOUT_MS,
  );

  signInStories(() => ({ system, browser, admin }));

  it(
    '[WEB-64] Somebody is invited by a link, comes in as what they were invited as, and is gone once removed.',
    async () => {
      const { page } = admin;
      await page.goto('/settings/members');
      await page.getByRole('button', { name: 'Invite somebody' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('E-mail').fill('vera@example.com');
      await dialog.getByRole('combobox', { name: 'Role' }).click();
      await page.getByRole('option', { name: /^Viewer/ }).click();
      await dialog.getByRole('button', { name: 'Make the invitation' }).click();
      await dialog.getByRole('button', { name: 'Copy the link' }).click();
      const link = await copied(page, /\/invitation/);
      await page.keyboard.press('Escape');
      await page.getByText('vera@example.com').waitFor();

      const vera = await browser.visitor();
      await vera.page.goto(link);
      await vera.page.getByText(/invites vera@example.com/).waitFor();
      await untilShown(() => Promise.resolve(vera.page.url()), expect.not.stringContaining('#'));
      expect(await vera.problems('invitation')).toEqual([]);
      await vera.page.getByLabel('Your name').fill('Vera <i>Viewer</i>');
      await vera.page.getByLabel('A password').fill('a sentence that nobody guesses');
      await vera.page.getByRole('button', { name: 'Accept and sign in' }).click();
      await vera.page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor();
      expect(await vera.page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
      const late = await browser.visitor();
      await late.page.goto(link);
      await late.page.getByText('This invitation does not work').waitFor();

      await page.reload();
      await page.getByRole('button', { name: 'More about Vera' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByText('They are removed.').waitFor();
      await vera.page.getByText('Your session has ended.').waitFor();
      expect([...vera.complaints, ...late.complaints, ...admin.complaints]).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-65] Somebody who forgot the password gets a link for a new one, and is signed out everywhere.',
    async () => {
      const { page } = admin;
      await page.goto('/settings/members');
      await page
        .getByRole('button', { name: /More about/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Link for a new password' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Make a link' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Copy the link' }).click();
      const link = await copied(page, /\/reset-password/);

      const owner = await browser.visitor();
      await owner.page.goto(link);
      await owner.page.getByLabel('New password').fill('short');
      await owner.page.getByRole('button', { name: 'Set the password' }).click();
      await owner.page.getByText('It has 5 of at least 12 characters').waitFor();
      await owner.page.getByLabel('New password').fill('another sentence that nobody guesses');
      await owner.page.getByRole('button', { name: 'Set the password' }).click();
      await owner.page.getByRole('link', { name: 'Sign in' }).click();
      await owner.signIn(system.dev.adminEmail, 'another sentence that nobody guesses');
      await page.reload();
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
      expect([...owner.complaints, ...admin.complaints]).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});
