import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalView, IntegrationView } from '@countersign/contracts';
import { aConnectedSuite } from './system/connected-suite.js';
import { OperatorDatabase } from './system/operator-database.js';
import { Session } from './system/session.js';
import { UpstreamServer } from './system/upstream-server.js';
import { Browser, PHONE, type Visit } from './web/browser.js';
import {
  card,
  denyAll,
  dialogsOf,
  fillInSignIn,
  fresh,
  placeOf,
  tapWithinReach,
  untilPending,
} from './web/inbox-pages.js';
import { EditPages } from './web/edit-pages.js';
import { inboxStories } from './web/inbox-stories.js';
import { HOSTILE, HOSTILE_NAME, INBOX_TOOLS } from './web/inbox-tools.js';
import { untilShown } from './web/until-shown.js';

const START_TIMEOUT_MS = 150_000;
const STORY_TIMEOUT_MS = 90_000;
const COLLEAGUE = 'grace@countersign.local';
const VIEWER = 'vera@countersign.local';
const ADD = 'Notes__note_add';
const DROP = 'Notes__note_drop';

const suite = aConnectedSuite(10);
let server: UpstreamServer;
let notes: IntegrationView;
let browser: Browser;
let admin: Visit;
let grace: Visit;
let graceSession: Session;

beforeAll(async () => {
  server = await suite.running(UpstreamServer.start());
  server.tools = [...INBOX_TOOLS];
  const database = new OperatorDatabase(suite.system);
  await Promise.all([database.addPerson(COLLEAGUE, 'approver'), database.addPerson(VIEWER, 'viewer')]);
  browser = await Browser.start(suite.system);
  admin = await browser.person();
  await admin.page.getByText('Nothing waits for you').waitFor();
  await admin.shoot('inbox-empty');
  notes = await suite.operator.add(server, 'Notes', '--posture', 'ask');
  await suite.operator.untilOffered(ADD, DROP);
  grace = await browser.person({ email: COLLEAGUE });
  graceSession = await Session.signIn(suite.system, COLLEAGUE);
}, START_TIMEOUT_MS);

afterEach(async () => {
  await browser.restore();
  await denyAll(suite.operator);
});
afterAll(() => browser.stop());

async function approvalOf(): Promise<ApprovalView> {
  return suite.operator.pendingOf(notes);
}

describe('the inbox of the web UI', () => {
  it(
    '[WEB-1] shows a call that waits by itself, and one click sends it',
    async () => {
      const { page } = admin;
      const answer = suite.operator.call(ADD, { text: 'the first one' });
      const its = card(admin, 'the first one');
      await its.getByText('Asked by Development MCP client, a client').waitFor();
      await its.getByText('The policy of this tool asks a person before every call.').waitFor();
      await its.getByText('offered as Notes__note_add').waitFor();
      await untilShown(() => page.title(), '(1) Approvals · Countersign');
      await its.getByRole('button', { name: 'Approve' }).click();
      expect(await answer).toBe('did note_add');
      await its.getByText(/Approved by you in the browser/).waitFor();
      await its.getByText('succeeded').waitFor();
      expect(await its.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      await untilShown(() => page.title(), 'Approvals · Countersign');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-2] takes edited arguments once the schema of the tool does',
    async () => {
      const { page } = admin;
      await fresh(admin);
      const answer = suite.operator.call(ADD, { text: 'all of it' });
      await card(admin, 'all of it').getByRole('button', { name: 'Edit' }).click();
      const edit = new EditPages(admin);
      await edit.untilLocked();
      await edit.write('{"text": ');
      await edit.untilNoJson();
      await edit.write('{"text": 7, "copies": 0, "colour": "red"}');
      await edit.untilRefused('/text', '/copies', '/colour');
      await admin.shoot('approval-edit-problems');
      await edit.write('{"text": "half of it", "copies": 2}');
      await edit.untilSides('"all of it"', '"half of it"');
      expect(await admin.accessibilityProblems()).toEqual([]);
      await admin.shoot('approval-edit');
      await edit.approve.click();
      expect(await answer).toContain('/text was changed from "all of it" to "half of it"');
      expect(server.executed.at(-1)?.arguments).toEqual({ copies: 2, text: 'half of it' });
      await page.getByText(/Approved with edited arguments by you/).waitFor();
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-3] says who was first, to everybody at once',
    async () => {
      const { page } = admin;
      await Promise.all([fresh(admin), fresh(grace)]);
      const answer = suite.operator.call(ADD, { text: 'both of us' });
      const approval = await approvalOf();
      await card(grace, 'both of us').waitFor();
      // Grace decides while the decision of the other one is on its way.
      await page.route('**/decision', async (route) => {
        await graceSession.post(`/approvals/${approval.id}/decision`, { decision: 'deny', reason: 'not today' });
        await route.continue();
      });
      await card(admin, 'both of us').getByRole('button', { name: 'Approve' }).click();
      await card(admin, 'both of us').getByText('Somebody else was first. Your decision changed nothing.').waitFor();
      await card(admin, 'both of us')
        .getByText(new RegExp(`Denied by ${COLLEAGUE} .*: not today`))
        .waitFor();
      await card(grace, 'both of us')
        .getByText(/Denied by you .*: not today/)
        .waitFor();
      expect(await card(grace, 'both of us').getByRole('button', { name: 'Approve' }).count()).toBe(0);
      expect(await answer).toContain(`Denied by ${COLLEAGUE}: not today`);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-4] never moves a card because of another one',
    async () => {
      const { page } = admin;
      await fresh(admin);
      const answers = [suite.operator.call(ADD, { text: 'stays here' })];
      const its = card(admin, 'stays here');
      const place = await placeOf(its);
      answers.push(suite.operator.call(ADD, { text: 'comes later' }));
      const button = page.getByRole('button', { name: '1 new' });
      await button.waitFor();
      expect(await card(admin, 'comes later').count()).toBe(0);
      await untilShown(() => its.boundingBox(), place);
      await its.getByRole('button', { name: 'Approve' }).click();
      await its.getByText(/Approved by you/).waitFor();
      await untilShown(() => its.boundingBox(), expect.objectContaining({ y: place?.y }));
      await button.click();
      await card(admin, 'comes later').getByRole('button', { name: 'Approve' }).click();
      await Promise.all(answers);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-5] decides about several at once, and says what became of each',
    async () => {
      const { page } = admin;
      const answers = ['one', 'two', 'three'].map((text) => suite.operator.call(DROP, { text: `${text} of three` }));
      await untilPending(suite.operator, 3);
      await fresh(admin);
      await page.getByRole('checkbox', { name: 'Select all that are pending' }).check();
      await card(admin, 'three of three').getByRole('checkbox').uncheck();
      await page.getByText('2 selected').waitFor();
      await page.getByRole('button', { name: 'Approve…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('2 of them may destroy something').waitFor();
      await dialog.getByText('"one of three"').waitFor();
      expect(await admin.accessibilityProblems()).toEqual([]);
      await admin.shoot('inbox-several');
      await dialog.getByRole('button', { name: 'Approve 2 calls' }).click();
      await untilShown(() => dialog.getByText('approved').count(), 2);
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      await card(admin, 'one of three')
        .getByText(/Approved by you/)
        .waitFor();
      await card(admin, 'three of three').getByRole('button', { name: 'Deny' }).click();
      await card(admin, 'three of three').getByLabel('Why not?').fill('two are enough');
      await card(admin, 'three of three').getByRole('button', { name: 'Deny' }).click();
      const told = await Promise.all(answers);
      expect(told.filter((text) => text === 'did note_drop')).toHaveLength(2);
      expect(told.filter((text) => text.includes('two are enough'))).toHaveLength(1);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-6] keeps what was written when the session ends, and comes back to the approval',
    async () => {
      const answer = suite.operator.call(ADD, { text: 'in the middle of it' });
      const approval = await approvalOf();
      const visit = await browser.visitor();
      const { page } = visit;
      const signIn = (): Promise<void> => fillInSignIn(visit, suite.system.dev);
      // The link that a client gives its person.
      await page.goto(`/approvals/${approval.id}`);
      await signIn();
      await page.getByText('"in the middle of it"').waitFor();
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByLabel('Why not?').fill('a long and careful reason');
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByText('Your session has ended').waitFor();
      await signIn();
      await untilShown(() => page.getByLabel('Why not?').inputValue(), 'a long and careful reason');
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByText(/Denied by you in the browser/).waitFor();
      expect(await answer).toContain('a long and careful reason');
      expect(visit.complaints).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  inboxStories(() => ({ suite, browser, admin, notes }));

  it(
    '[WEB-8] is for everybody: in light and dark, on a phone, and for who may only look',
    async () => {
      const answer = suite.operator.call(DROP, {
        text: 'l'.repeat(600),
        list: Array.from({ length: 40 }, (_, index) => `item ${index}`),
      });
      const approval = await approvalOf();
      await fresh(admin);
      await card(admin, 'note_drop').getByRole('button', { name: 'Edit' }).waitFor();
      expect(await admin.problems('inbox')).toEqual([]);
      await admin.page.goto(`/approvals/${approval.id}`);
      await admin.page.getByRole('button', { name: 'Deny' }).waitFor();
      expect(await admin.problems('approval')).toEqual([]);

      const viewer = await browser.person({ email: VIEWER });
      await viewer.page.getByText('You can look, but not decide').waitFor();
      await card(viewer, 'note_drop').waitFor();
      expect(await card(viewer, 'note_drop').getByRole('button', { name: 'Approve' }).count()).toBe(0);
      expect(viewer.complaints).toEqual([]);

      const phone = await browser.person({ viewport: PHONE, hasTouch: true, isMobile: true });
      await phone.page.goto(`/approvals/${approval.id}`);
      await tapWithinReach(phone.page.getByRole('button', { name: 'Approve, it may destroy' }));
      expect(await answer).toBe('did note_drop');
      await phone.page.getByText(/Approved by you/).waitFor();
      expect(await phone.overflow()).toBeLessThanOrEqual(0);
      expect(phone.complaints).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-9] shows what others wrote as text',
    async () => {
      const { page } = admin;
      const dialogs = dialogsOf(admin);
      const tools = await suite.operator.toolsOf(notes);
      const hostile = tools.find(({ name }) => name === HOSTILE_NAME);
      const answer = suite.operator.call(hostile?.exposedName ?? '', { text: HOSTILE, [HOSTILE]: 1 });
      const approval = await approvalOf();
      await fresh(admin);
      const its = card(admin, 'onerror=alert(1)');
      await its.getByText('\\u{202E}gnp.exe', { exact: false }).first().waitFor();
      await admin.shoot('inbox-hostile');
      await page.goto(`/approvals/${approval.id}`);
      await page.getByText('The tool, in its server’s words').waitFor();
      await page.getByText('<svg onload=alert(1)>').first().waitFor();
      const planted = page.locator('main').locator('script, img, svg[onload], a[href^="javascript:"]');
      expect(await planted.count()).toBe(0);
      await page.getByRole('button', { name: 'Approve' }).click();
      await answer;
      expect(dialogs).toEqual([]);
      expect([...admin.complaints, ...grace.complaints]).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});
