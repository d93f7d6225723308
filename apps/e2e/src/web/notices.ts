import type { Page } from 'playwright-core';

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** Keeps what the page would have the browser show, and whether somebody looks at the page. */
const WATCH = `
  window.shownNotices = [];
  const Shown = window.Notification;
  window.Notification = class extends Shown {
    constructor(title, options) {
      super(title, options);
      window.shownNotices.push(this);
    }
  };
  document.hasFocus = () => window.isAway !== true;
`;

/** What a person is told by the browser while the page is out of sight. */
export class Notices {
  private constructor(private readonly page: Page) {}

  /** From the next load of the page on. */
  static async watch(page: Page): Promise<Notices> {
    await page.addInitScript(WATCH);
    return new Notices(page);
  }

  lookAway(): Promise<void> {
    return this.page.evaluate('void (window.isAway = true)');
  }

  shown(): Promise<Notice[]> {
    return this.page.evaluate('window.shownNotices.map(({ title, body }) => ({ title, body }))');
  }

  clickLast(): Promise<void> {
    return this.page.evaluate('void window.shownNotices.at(-1).onclick(new Event("click"))');
  }
}
