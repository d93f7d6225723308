import type { ApprovalDetails } from '@countersign/contracts';
import type { Locator, Page, Route } from 'playwright-core';

/** Of a page that the UI asks for, whatever it says. */
const LIMIT_DEFAULT = 50;

/** One approval as often as wanted, in the place of what the API has: a thousand real ones would take minutes. */
export class ManyApprovals {
  private constructor(
    private readonly page: Page,
    private readonly one: ApprovalDetails,
    private readonly count: number,
  ) {}

  /** Until the routes of the page are taken away. */
  static async instead(page: Page, one: ApprovalDetails, count: number): Promise<ManyApprovals> {
    const many = new ManyApprovals(page, one, count);
    await page.route('**/approvals?*', (route) => many.list(route));
    await page.route(/\/approvals\/[0-9a-f-]{36}$/, (route) => many.details(route));
    return many;
  }

  /** The first is the newest. */
  card(index: number): Locator {
    return this.page.locator(`[id="approval-${this.idOf(index)}"]`);
  }

  /** Which one has the focus. */
  async focused(): Promise<number> {
    const id = await this.page.evaluate<string>('document.activeElement.id');
    return this.count - 1 - Number.parseInt(id.slice(-12), 16);
  }

  /** Ids are ordered by time, and the list is newest first. */
  private idOf(index: number): string {
    const last = (this.count - 1 - index).toString(16).padStart(12, '0');
    return `${this.one.id.slice(0, -12)}${last}`;
  }

  private async list(route: Route): Promise<void> {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get('cursor') ?? 0);
    const until = Math.min(this.count, from + Number(query.get('limit') ?? LIMIT_DEFAULT));
    const items = Array.from({ length: until - from }, (_, index) => ({ ...this.one, id: this.idOf(from + index) }));
    await route.fulfill({ json: { items, nextCursor: until < this.count ? String(until) : null } });
  }

  private async details(route: Route): Promise<void> {
    const id = route.request().url().slice(-this.one.id.length);
    await route.fulfill({ json: { ...this.one, id } });
  }
}
