import { expect, it } from '@jest/globals';
import type { ApprovalDetails, IntegrationView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import type { ConnectedSuite } from '../system/connected-suite.js';
import { OperatorDatabase } from '../system/operator-database.js';
import { SOON } from '../system/operator.js';
import type { Browser, Visit } from './browser.js';
import { card, fresh, untilPending } from './inbox-pages.js';
import { ManyApprovals } from './many-approvals.js';
import { Notices } from './notices.js';
import { untilShown } from './until-shown.js';

const STORY_TIMEOUT_MS = 90_000;
const ADD = 'Notes__note_add';
const DROP = 'Notes__note_drop';
const MANY = 1_000;
/** Far more than fit on the screen, and few beside all of them. */
const CARDS_MAX = 60;
/** More than are in the document at first. */
const STEPS = 20;

export interface Inbox {
  readonly suite: ConnectedSuite;
  readonly browser: Browser;
  readonly admin: Visit;
  readonly notes: IntegrationView;
}

/** By keys, and what happens to a card without its reader: in a suite that has the system for it. */
export function inboxStories(of: () => Inbox): void {
  it('[WEB-7] is worked through by keyboard alone', () => walksByKeys(of()), STORY_TIMEOUT_MS);

  it(
    '[WEB-10] tells of a call while nobody looks, without its arguments, and leads to it',
    () => notifies(of()),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-11] locks a card whose time is up or whose tool was switched off, and says why',
    () => ends(of()),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-12] holds a thousand calls that wait, and is walked through by keys',
    () => holdsMany(of()),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-13] sends nothing later that was decided without a connection, and does not deny what arrived unanswered',
    () => losesAnswers(of()),
    STORY_TIMEOUT_MS,
  );
}

async function walksByKeys({ suite, admin }: Inbox): Promise<void> {
  const { page } = admin;
  const first = suite.operator.call(ADD, { text: 'key one' });
  await untilPending(suite.operator, 1);
  const second = suite.operator.call(ADD, { text: 'key two' });
  await untilPending(suite.operator, 2);
  await fresh(admin);
  await card(admin, 'key one').getByRole('button', { name: 'Approve' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Approve it').waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('d');
  const reason = card(admin, 'key two').getByLabel('Why not?');
  await reason.waitFor();
  await page.keyboard.type('a reason with a j and an a');
  await page.keyboard.press('Escape');
  await reason.waitFor({ state: 'detached' });
  await page.keyboard.press('d');
  await reason.waitFor();
  await page.keyboard.press('Enter');
  expect(await second).toContain('Denied by admin@countersign.local: a reason with a j and an a');
  const denied = card(admin, 'key two').getByText(/Denied by you/);
  await denied.waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  expect(await first).toBe('did note_add');
  await page.getByText(/note_add: approved/).waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/approvals\/.+/);
  await page.getByText(/Approved by you/).waitFor();
}

async function notifies({ suite, browser }: Inbox): Promise<void> {
  const visit = await browser.person({ permissions: ['notifications'] });
  const { page } = visit;
  const notices = await Notices.watch(page);
  await fresh(visit);
  await page.getByRole('button', { name: 'Notify me' }).click();
  await page.getByRole('button', { name: 'Notifications on', pressed: true }).waitFor();
  await notices.lookAway();
  const answer = suite.operator.call(ADD, { text: 'a secret of the sender' });
  await untilShown(() => page.title(), '(1) Approvals · Countersign');
  await untilShown(
    () => notices.shown(),
    [{ title: 'note_add of Notes waits for you', body: 'Asked by Development MCP client' }],
  );
  await page
    .getByRole('link', { name: /Approvals/ })
    .getByLabel('1 pending')
    .waitFor();
  await notices.clickLast();
  await page.waitForURL(/\/approvals\/.+/);
  await page.getByText('"a secret of the sender"').waitFor();
  await page.getByRole('button', { name: 'Approve' }).click();
  expect(await answer).toBe('did note_add');
  await untilShown(() => page.title(), expect.not.stringMatching(/^\(\d/));
  expect(visit.complaints).toEqual([]);
  await page.context().close();
}

async function ends({ suite, admin, notes }: Inbox): Promise<void> {
  const { page } = admin;
  const { operator } = suite;
  const patch = (enabled: boolean): Promise<unknown> =>
    operator.session.send('PATCH', `/mcp-integrations/${notes.id}/tools`, { tools: [{ name: 'note_drop', enabled }] });
  const answers = [operator.call(ADD, { text: 'nobody comes' })];
  const expiring = await operator.pendingOf(notes);
  answers.push(operator.call(DROP, { text: 'switched off' }));
  await untilPending(operator, 2);
  await fresh(admin);
  await card(admin, 'nobody comes').getByRole('button', { name: 'Approve' }).waitFor();
  await card(admin, 'switched off').getByRole('button', { name: 'Approve' }).waitFor();
  await new OperatorDatabase(suite.system).endTimeOf(expiring.id);
  await card(admin, 'nobody comes').getByText('Nobody decided in time, so it was refused.').waitFor();
  try {
    await patch(false);
    const invalid = card(admin, 'switched off');
    await invalid.getByText('No longer valid', { exact: true }).first().waitFor();
    await invalid.getByText(/disabled.*Nothing was run; the agent may ask again\./).waitFor();
  } finally {
    await patch(true);
  }
  for (const text of ['nobody comes', 'switched off']) {
    await card(admin, text)
      .getByRole('button', { name: /Approve|Edit|Deny/ })
      .waitFor({ state: 'detached' });
    expect(await card(admin, text).getByRole('checkbox').isDisabled()).toBe(true);
  }
  expect(await admin.problems('inbox-ended')).toEqual([]);
  const told = await Promise.all(answers);
  expect(told.join('\n')).not.toContain('did note');
  await page.getByRole('button', { name: 'Clear 2 decided' }).click();
  await page.getByText('Nothing waits for you').waitFor();
}

async function losesAnswers({ suite, admin, notes }: Inbox): Promise<void> {
  const { page } = admin;
  const answer = suite.operator.call(ADD, { text: 'an unanswered one' });
  const { id } = await suite.operator.pendingOf(notes);
  await fresh(admin);
  const its = card(admin, 'an unanswered one');
  const approve = its.getByRole('button', { name: 'Approve' });
  const unknown = its.getByText(/It is not known whether your decision arrived/);
  await approve.waitFor();
  await page.context().setOffline(true);
  try {
    await approve.click();
    await unknown.waitFor();
  } finally {
    await page.context().setOffline(false);
  }
  await page.getByRole('status').getByText('live', { exact: true }).waitFor();
  expect(await suite.operator.session.get<ApprovalDetails>(`/approvals/${id}`)).toMatchObject({ state: 'pending' });
  await page.route('**/decision', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await approve.click();
  await its.getByText(/Approved by you in the browser/).waitFor();
  await unknown.waitFor({ state: 'detached' });
  expect(await answer).toBe('did note_add');
}

async function holdsMany({ suite, admin, notes }: Inbox): Promise<void> {
  const { page } = admin;
  const answer = suite.operator.call(ADD, { text: 'one of very many' });
  const { id } = await suite.operator.pendingOf(notes);
  const one = await suite.operator.session.get<ApprovalDetails>(`/approvals/${id}`);
  const many = await ManyApprovals.instead(page, one, MANY);
  await fresh(admin);
  const cards = page.getByRole('article');
  await many.card(0).waitFor();
  await page.getByLabel('99+ pending').waitFor();
  await untilShown(() => page.title(), '(99+) Approvals · Countersign');
  expect(await cards.count()).toBeLessThan(CARDS_MAX);
  for (let step = 0; step < STEPS; step += 1) {
    await page.keyboard.press('j');
    await untilShown(() => many.focused(), step);
  }
  await page.keyboard.press('k');
  await untilShown(() => many.focused(), STEPS - 2);
  expect(await cards.count()).toBeLessThan(CARDS_MAX);
  await admin.shoot('inbox-many', { fullPage: false });
  await eventually(async () => {
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
    expect(await many.card(MANY - 1).count()).toBe(1);
  }, SOON);
  expect(await cards.count()).toBeLessThan(CARDS_MAX);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await fresh(admin);
  await card(admin, 'one of very many').getByRole('button', { name: 'Approve' }).click();
  expect(await answer).toBe('did note_add');
}
