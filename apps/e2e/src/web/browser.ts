import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser as Chromium, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ROOT, type RunningSystem } from '../system/running-system.js';
import { untilShown } from './until-shown.js';

/** Debian's first; `COUNTERSIGN_TEST_CHROMIUM` names another one. */
const CHROMIUMS = [
  process.env['COUNTERSIGN_TEST_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
/** Looked at by people; each run writes them anew. */
const SCREENS = path.join(ROOT, 'artefacts', 'screens');
/** A machine that runs the whole suite is slow. */
const WAIT_MS = 20_000;
/** A resize is heard by the page before it draws the next time, and answered after that. */
const NEXT_FRAME = 'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))';
/** A spinner never comes to rest, and nobody waits for it. */
const MOVING =
  'document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).length';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All that a colour scheme can break: names, roles and order are the same in both. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

export const WIDE = { width: 1280, height: 800 };
/** The narrowest that the UI is made for. */
export const PHONE = { width: 360, height: 740 };

export interface PersonOptions extends BrowserContextOptions {
  readonly email?: string;
  readonly password?: string;
}

/** A real Chromium, in which several people can be signed in side by side. */
export class Browser {
  private constructor(
    private readonly chromium: Chromium,
    private readonly system: RunningSystem,
  ) {}

  static async start(system: RunningSystem): Promise<Browser> {
    const executablePath = CHROMIUMS.find((file) => file !== undefined && existsSync(file));
    if (executablePath === undefined) {
      throw new Error('no Chromium: install it (Debian: apt-get install chromium) or set COUNTERSIGN_TEST_CHROMIUM');
    }
    return new Browser(await chromium.launch({ executablePath, args: FLAGS }), system);
  }

  stop(): Promise<void> {
    return this.chromium.close();
  }

  /** After each story: what one has put between a page and the API is in no other one's way. */
  async restore(): Promise<void> {
    const pages = this.chromium.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page) => page.unrouteAll({ behavior: 'ignoreErrors' })));
  }

  /** A browser of its own in which nobody is signed in yet. */
  async visitor(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.chromium.newContext({
      viewport: WIDE,
      baseURL: this.system.dev.webUrl,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(WAIT_MS);
    return new Visit(await context.newPage());
  }

  /** Signed in by the form, as the administrator unless said otherwise, at the inbox. */
  async person({ email, password, ...options }: PersonOptions = {}): Promise<Visit> {
    const { adminEmail, adminPassword } = this.system.dev;
    const visit = await this.visitor(options);
    await visit.signIn(email ?? adminEmail, password ?? adminPassword);
    return visit;
  }
}

/** One page of one person, and what went wrong in it. */
export class Visit {
  /** What the page itself complained of: exceptions, and whatever its policy refused. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      const isRefusal = /content security policy|trusted type/i.test(message.text());
      if (isRefusal || (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))) {
        this.complaints.push(message.text());
      }
    });
  }

  async signIn(email: string, password: string): Promise<void> {
    const { page } = this;
    await page.goto('/login');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor();
  }

  /** Until nothing on the page stands for something that is still being loaded. */
  async settled(): Promise<void> {
    const { page } = this;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('[aria-busy="true"], .mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  }

  /** How long a page takes here and now. */
  async loadMs(path: string): Promise<number> {
    const begunAt = performance.now();
    await this.page.goto(path);
    await this.settled();
    return performance.now() - begunAt;
  }

  /** Each is a rule of WCAG 2.2 AA that the page breaks, with the elements that break it. */
  async accessibilityProblems(): Promise<string[]> {
    return this.violations((axe) => axe.withTags(RULES));
  }

  private async violations(limit: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
    // No page of ours has frames of others, for which axe would open a page of its own each time.
    const axe = new AxeBuilder({ page: this.page }).setLegacyMode();
    const { violations } = await limit(axe).analyze();
    return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => html).join('\n')}`);
  }

  /** By how many pixels the page is wider than its window. */
  async overflow(): Promise<number> {
    await this.atRest();
    return this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  }

  /** Until nothing slides or fades any more: the frame takes a moment to fold its menu away. */
  private async atRest(): Promise<void> {
    await this.page.evaluate(NEXT_FRAME);
    await untilShown(() => this.page.evaluate<number>(MOVING), 0);
  }

  /**
   * What is wrong with the screen as it is: for people who need contrast or a screen reader, in light and in dark, and on a
   * phone. Takes a picture of each.
   */
  async problems(name: string): Promise<string[]> {
    const { page } = this;
    await this.atRest();
    const found = await this.accessibilityProblems();
    await this.shoot(name);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    const inDark = await this.violations((axe) => axe.withRules(COLOUR_RULES));
    found.push(...inDark.map((problem) => `dark: ${problem}`));
    await this.shoot(`${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    const overflow = await this.overflow();
    if (overflow > 0) found.push(`phone: the page is ${overflow} px wider than its window`);
    await this.shoot(`${name}-phone`);
    await page.setViewportSize(WIDE);
    return found;
  }

  async shoot(name: string, { fullPage } = { fullPage: true }): Promise<void> {
    mkdirSync(SCREENS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENS, `${name}.png`), fullPage });
  }
}
