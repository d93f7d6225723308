import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AgentView, RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { OperatorDatabase } from './system/operator-database.js';
import { SOON } from './system/operator.js';
import { RunningSystem } from './system/running-system.js';
import { Session } from './system/session.js';
import { TrackerLedger } from './system/tracker-ledger.js';
import { Browser, type Visit } from './web/browser.js';
import { HostedRuns } from './web/hosted-runs.js';
import { RUN_SCREENS } from './web/run-screens.js';
import { untilShown } from './web/until-shown.js';

const START_TIMEOUT_MS = 150_000;
const STORY_TIMEOUT_MS = 120_000;
const DELETE = 'call mcp__Tracker__issue_x2Edelete';
/** What a page must never run, load or turn around. */
const HOSTILE =
  '<img src=x onerror=alert(1)> <script>alert(2)</script> [a](javascript:alert(3)) \u202Egpj.exe \u200Bzero';

let system: RunningSystem;
let browser: Browser;
let admin: Visit;
let session: Session;
let agent: AgentView;
let runs: HostedRuns;

beforeAll(async () => {
  system = await RunningSystem.start(12);
  [browser, session] = await Promise.all([Browser.start(system), Session.signIn(system)]);
  agent = await session.post<AgentView>('/agents', { name: 'Plain agent', instructions: 'Do as told.' });
  runs = new HostedRuns(session, agent);
  admin = await browser.person();
}, START_TIMEOUT_MS);

afterAll(async () => {
  await browser.stop();
  await system.stop();
}, START_TIMEOUT_MS);

const start = (...prompt: string[]): Promise<RunView> => runs.start(...prompt);
const until = (runId: string, status: RunView['status']): Promise<RunView> => runs.until(runId, status);

const idIn = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

describe('agents', () => {
  it(
    '[WEB-40] An agent is made by clicking, with the tools that it may use; its run is started, approved and answered in one place.',
    async () => {
      const { page } = admin;
      await page.goto('/agents');
      await page.getByRole('link', { name: 'New agent' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Issue helper');
      await page.getByLabel('Instructions').fill('You look after issues.');
      await page.getByLabel('Only what is chosen here').check();
      await page.getByRole('button', { name: /Demo tracker/ }).click();
      await page.getByLabel('What of Demo tracker').getByLabel('Some of its tools').check();
      await page.getByPlaceholder('Search tools').fill('delete');
      await page
        .getByRole('checkbox', { name: /issue\.delete/ })
        .first()
        .check();
      await admin.shoot('agent-new');
      await page.getByRole('button', { name: 'Create the agent' }).click();
      await page.getByRole('heading', { level: 1, name: 'Issue helper' }).waitFor();
      const made = await session.get<AgentView>(`/agents/${idIn(page.url())}`);
      expect(made.tools).toEqual([{ integration: 'Tracker', toolNames: ['issue.delete'] }]);

      await page.getByLabel('What should it do?').fill(`${DELETE} {"id":"ISSUE-2"}`);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: /^Approve/ }).click();
      const conversation = page.getByRole('region', { name: 'Conversation' });
      await conversation
        .getByText(/Deleted ISSUE-2/)
        .first()
        .waitFor();
      await conversation.getByText(/^Approved by/).waitFor();
      await page.getByText(/^finished at/).waitFor();
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-41] Who changes an agent that somebody else has changed meanwhile is told who was faster, and overwrites nothing.',
    async () => {
      const { page } = admin;
      const { id } = await session.post<AgentView>('/agents', { name: 'Contested', instructions: 'First.' });
      await page.goto(`/agents/${id}?tab=settings`);
      await page.getByLabel('Instructions').fill('Mine.');
      await session.send('PATCH', `/agents/${id}`, { instructions: 'Theirs.' });
      await page.getByRole('button', { name: 'Save as a new version' }).click();
      const alert = page.getByRole('alert').filter({ hasText: 'Somebody was faster' });
      await alert.getByText(/made version 2/).waitFor();
      expect((await session.get<AgentView>(`/agents/${id}`)).instructions).toBe('Theirs.');
      await alert.getByRole('button').click();
      await untilShown(() => page.getByLabel('Instructions').inputValue(), 'Theirs.');
      await page.getByLabel('Instructions').fill('Both.');
      await page.getByRole('button', { name: 'Save as a new version' }).click();
      await page.getByText('Saved as version 3').waitFor();
      await page.getByRole('tab', { name: 'Versions' }).click();
      const diff = page.getByRole('group', { name: 'What version 3 changed' });
      await diff.getByText('Both.').waitFor();
      await untilShown(() => diff.innerText(), expect.stringMatching(/removed:[^]*Theirs\.[^]*added:[^]*Both\./));
      await page.getByRole('button', { name: 'Archive' }).click();
      await page.getByRole('button', { name: 'Archive the agent' }).click();
      await page.getByText('This agent is archived').waitFor();
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a run', () => {
  it(
    '[WEB-42] A run is read while it is written; a page that is loaded again in the middle of it loses nothing.',
    async () => {
      const { page } = admin;
      const words = Array.from({ length: 24 }, (_, index) => `word${index}`).join(' ');
      // Some fifteen pieces: long enough for the page to be loaded twice meanwhile, also on a loaded machine.
      const dripMs = Math.max(250, (await admin.loadMs('/runs')) / 2);
      const run = await start(`drip ${Math.ceil(dripMs)}`, `say ${words}`);
      await page.goto(`/runs/${run.id}`);
      const conversation = page.getByRole('region', { name: 'Conversation' });
      await page.locator('[data-draft]').getByText(/word1/).waitFor();
      expect(await page.locator('[data-draft]').innerText()).not.toContain('word23');
      await page.reload();
      await page.locator('[data-draft]').waitFor();
      await conversation.getByText(words, { exact: true }).waitFor();
      await page.locator('[data-draft]').waitFor({ state: 'detached' });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-43] A run that waits goes on live after the decision, shows who decided and what was edited, takes a message, and is forked.',
    async () => {
      const { page } = admin;
      const run = await start(`${DELETE} {"id":"ISSUE-9"}`);
      await page.goto(`/runs/${run.id}`);
      const call = page.getByRole('region', { name: /^Call of/ }).first();
      await call.getByText('Waits for a person').first().waitFor();
      await runs.approve(run.id, { id: 'ISSUE-3' });
      await call.getByText(/Edited and approved by/).waitFor();
      await call.getByText(/Deleted ISSUE-3/).waitFor();
      await call.getByRole('group', { name: 'Changed arguments' }).getByText('ISSUE-3').first().waitFor();

      await page.getByLabel('Message to the run').fill('say Thank you.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('article', { name: 'Turn 3' }).getByText('Thank you.').waitFor();

      await page.getByRole('button', { name: 'Fork after turn 2' }).click();
      await page.getByRole('dialog').getByLabel('Your message').fill('say Another way.');
      await page.getByRole('button', { name: 'Start the fork' }).click();
      await page.getByRole('link', { name: 'another run' }).waitFor();
      await page.getByRole('article', { name: 'Turn 3' }).getByText('Another way.').waitFor();
      expect(idIn(page.url())).not.toBe(run.id);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-44] A run is cancelled after saying what that means for its calls; nothing is sent, and it takes no messages.',
    async () => {
      const { page } = admin;
      const ledger = await TrackerLedger.open(system);
      const run = await start(`${DELETE} {"id":"ISSUE-1"}`);
      await page.goto(`/runs/${run.id}`);
      await page.getByText('Waits for a person').first().waitFor();
      await page.getByRole('button', { name: 'Cancel the run' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('One call that waits for a person: withdrawn.').waitFor();
      await dialog.getByRole('button', { name: 'Cancel the run' }).click();
      await page.getByText(/^Cancelled by/).waitFor();
      await page.getByText('A cancelled run takes no messages.').waitFor();
      expect(await ledger.entries()).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a call', () => {
  it(
    '[WEB-45] A call of unknown outcome is found, its story read, and resolved; its run goes on.',
    async () => {
      const { page } = admin;
      const ledger = await TrackerLedger.open(system);
      await ledger.switch({
        fail: { mode: 'reset', when: 'after', method: 'tools/call', tool: 'issue.delete', times: 1 },
      });
      const run = await start(`${DELETE} {"id":"ISSUE-4"}`);
      await runs.approve(run.id);
      await page.goto(`/runs/${run.id}`);
      await page.getByText('Nobody knows whether this happened').waitFor();
      await page.goto('/calls?state=unknown');
      await page.getByRole('listitem').filter({ hasText: 'outcome unknown' }).first().getByRole('link').click();
      await page.getByRole('heading', { level: 2, name: 'Story' }).waitFor();
      await admin.shoot('call-unknown');
      expect(await page.getByRole('button', { name: 'Record it' }).isDisabled()).toBe(true);
      await page.getByRole('radio', { name: /It happened/ }).check();
      await page.getByLabel('What you found').fill('the issue is gone');
      await page.getByRole('button', { name: 'Record it' }).click();
      await page.getByText('succeeded, a person says').first().waitFor();
      await until(run.id, 'finished');
      expect(await ledger.executed('issue.delete')).toHaveLength(1);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-46] The ledger is filtered by what its address says, and new calls appear by themselves.',
    async () => {
      const { page } = admin;
      await page.goto('/calls');
      const rows = page.getByRole('list', { name: 'Calls' }).getByRole('listitem');
      await rows.first().waitFor();
      const listing = rows.filter({ hasText: 'issue.list' });
      expect(await listing.count()).toBe(0);
      const run = await start('call mcp__Tracker__issue_x2Elist {}');
      await listing.waitFor();
      await until(run.id, 'finished');
      await page.getByRole('combobox', { name: 'State' }).click();
      await page.getByRole('option', { name: 'cancelled', exact: true }).click();
      await page.waitForURL(/state=cancelled/);
      await eventually(async () => {
        const shown = await rows.allInnerTexts();
        expect(shown).toHaveLength(1);
        expect(shown[0]).toContain('cancelled');
      }, SOON);
      await page.reload();
      await rows.first().getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: 'Call of issue.delete' }).waitFor();
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-47] What models and servers write is text: nothing of it runs, loads, links or hides.',
    async () => {
      const { page } = admin;
      const { id } = await start(
        `call mcp__Tracker__issue_x2Ecreate ${JSON.stringify({ title: HOSTILE })}`,
        'then',
        `say ${HOSTILE}`,
      );
      const { calls } = await until(id, 'finished');
      await page.goto(`/runs/${id}`);
      await page.getByText(/^finished at/).waitFor();
      const paths = [`/runs/${id}`, `/calls/${calls[0]?.callId ?? ''}`, '/runs', '/calls'];
      for (const path of paths) {
        await page.goto(path);
        await admin.settled();
        expect(await page.locator('main img, main script, main a[href^="javascript"]').count()).toBe(0);
        expect(await page.locator('main').innerText()).not.toMatch(/[\u202E\u200B]/);
      }
      await page.goto(`/runs/${id}`);
      await page.getByText('<script>alert(2)</script>').first().waitFor();
      await untilShown(() => page.locator('main').innerText(), expect.stringContaining('\\u{202E}'));
    },
    STORY_TIMEOUT_MS,
  );
});

describe('who may only look', () => {
  it(
    '[WEB-49] reads agents, runs and calls, is told why nothing can be changed, and moves by keyboard alone.',
    async () => {
      await new OperatorDatabase(system).addPerson('viewer@example.com', 'viewer');
      const { id } = await start(`${DELETE} {"id":"ISSUE-1"}`);
      await until(id, 'suspended');
      const viewer = await browser.person({ email: 'viewer@example.com' });
      const { page } = viewer;
      await page.goto(`/agents/${agent.id}?tab=settings`);
      await page.getByText('Your role lets you read the settings of agents, not change them.').waitFor();
      await page.goto('/runs');
      await page.getByRole('listitem').first().getByRole('link').focus();
      await page.keyboard.press('Enter');
      await page.getByText('Your role lets you read runs, not write to them.').waitFor();
      await page.getByText('Your role does not let you decide; others can.').waitFor();
      expect(await page.getByRole('button', { name: /Cancel the run|Fork|Approve|Send/ }).count()).toBe(0);
      expect(viewer.complaints).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('agents, runs and calls', () => {
  it.each(RUN_SCREENS)(
    '[WEB-48] have a screen that is accessible in both colour schemes, and fits a phone: %s',
    async (name, pathOf) => {
      await admin.page.goto(await pathOf({ session, agent, runs }));
      await admin.settled();
      expect(await admin.problems(name)).toEqual([]);
      expect(admin.complaints).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});
