import { expect, it } from '@jest/globals';
import { LoginCommand } from '../system/login-command.js';
import type { RunningSystem } from '../system/running-system.js';
import type { Browser, Visit } from './browser.js';
import { fillInSignIn } from './inbox-pages.js';

const STORY_TIMEOUT_MS = 120_000;
/** As a command line makes them, of something that nobody knows. */
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const PROVIDER = { startUrl: '/api/v1/auth/oidc/start', label: 'Sign in with Acme \u202Egpj' };

export interface Doors {
  readonly system: RunningSystem;
  readonly browser: Browser;
  readonly admin: Visit;
}

/** The other ways in, in a suite that has the system for it. */
export function signInStories(of: () => Doors): void {
  it(
    '[WEB-66] A command line is signed in by its page, after the sign-in of its person, and decides only where that is ticked.',
    () => confirms(of()),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-69] A command line is refused, or gets a code to type, and an address that none made is none.',
    () => refuses(of()),
    STORY_TIMEOUT_MS,
  );

  it(
    '[WEB-68] Who has a provider signs in there and comes back; why it did not work is said in words.',
    () => leaves(of()),
    STORY_TIMEOUT_MS,
  );
}

async function confirms({ system, browser, admin }: Doors): Promise<void> {
  const command = await LoginCommand.start(system, 'laptop <b>of</b> Grace');
  const visit = await browser.visitor();
  const { page } = visit;
  await page.goto(command.page);
  await fillInSignIn(visit, system.dev);
  await page.getByRole('heading', { level: 1, name: 'Sign in a command line' }).waitFor();
  await page.getByText('Did you just run countersign login?').waitFor();
  await page.getByRole('checkbox', { name: 'Everything but deciding', checked: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Decide approvals', checked: false }).waitFor();
  expect(await visit.problems('cli-login')).toEqual([]);
  await page.getByRole('button', { name: 'Sign it in' }).click();
  const { code, stdout } = await command.ended;
  expect([code, stdout]).toEqual([0, expect.stringContaining('It may not decide approvals.')]);
  await page.getByText('Confirmed. Go back to the terminal').waitFor();
  expect(visit.complaints).toEqual([]);
  await page.context().close();
  await admin.page.goto('/settings/tokens');
  await admin.page.getByRole('listitem').filter({ hasText: 'laptop <b>of</b> Grace' }).waitFor();
}

async function refuses({ system, admin }: Doors): Promise<void> {
  const { page } = admin;
  const command = await LoginCommand.start(system, 'of somebody else');
  await page.goto(command.page);
  await page.getByRole('button', { name: 'Refuse' }).click();
  expect((await command.ended).code).not.toBe(0);
  await page.getByText('Not confirmed.').waitFor();

  await page.goto(`/cli-login?challenge=${CHALLENGE}&name=far+away&scopes=call:read,approval:decide`);
  await page.getByText('It asks to decide approvals').waitFor();
  await page.getByRole('checkbox', { name: 'Decide approvals', checked: false }).waitFor();
  await page.getByRole('button', { name: 'Sign it in' }).click();
  await page.getByLabel('Code', { exact: true }).waitFor();
  expect(await admin.accessibilityProblems()).toEqual([]);
  await admin.shoot('cli-login-code');
  for (const query of ['', `?challenge=${CHALLENGE}&port=80&state=abc`]) {
    await page.goto(`/cli-login${query}`);
    await page.getByText('This address is not complete').waitFor();
  }
}

async function leaves({ browser }: Doors): Promise<void> {
  const visit = await browser.visitor();
  const { page } = visit;
  await page.route('**/api/v1/auth/methods', (route) => route.fulfill({ json: { password: true, oidc: PROVIDER } }));
  await page.goto('/audit');
  const button = page.getByRole('link', { name: 'Sign in with Acme \\u{202E}gpj' });
  await button.waitFor();
  const href = new URL((await button.getAttribute('href')) ?? '', page.url());
  expect([href.pathname, href.searchParams.get('returnTo')]).toEqual([PROVIDER.startUrl, '/audit']);
  expect(await visit.problems('login-provider')).toEqual([]);
  await page.goto('/login?error=oidc.not_invited');
  await page.getByRole('alert').getByText('You are not invited yet. Ask an admin for an invitation.').waitFor();
  await page.goto(`/login?error=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await page.getByRole('alert').getByText('Signing in at the provider did not work').waitFor();
  expect(await page.getByRole('alert').locator('img').count()).toBe(0);
  expect(visit.complaints).toEqual([]);
  await page.context().close();
}
