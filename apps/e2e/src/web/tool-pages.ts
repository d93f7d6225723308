import type { IntegrationView, ToolPage, ToolView } from '@countersign/contracts';
import type { Locator } from 'playwright-core';
import type { Session } from '../system/session.js';
import type { UpstreamServer } from '../system/upstream-server.js';
import type { Visit } from './browser.js';

/** The tools of servers, as a person sees them, and as the API says that they are. */
export class ToolPages {
  constructor(
    private readonly visit: Visit,
    private readonly session: Session,
  ) {}

  async open(slug: string, query: string): Promise<void> {
    const { id } = await this.find(slug);
    await this.visit.page.goto(`/integrations/${id}${query}`);
    await this.visit.settled();
  }

  row(name: string): Locator {
    return this.visit.page.locator(`[data-tool=${JSON.stringify(name)}]`);
  }

  /** The kit hides the field itself and shows a track, which takes the clicks: they are forced to where the field is. */
  switchOf(kind: 'Enabled' | 'Approval', name: string): Locator {
    return this.visit.page.getByRole('switch', { name: `${kind}: ${name}`, exact: true });
  }

  /** What is shown, whoever brought it about. */
  untilSwitch(kind: 'Enabled' | 'Approval', name: string, isOn: boolean): Promise<void> {
    const { page } = this.visit;
    return page
      .getByRole('switch', { name: `${kind}: ${name}`, exact: true, checked: isOn })
      .waitFor({ state: 'attached' });
  }

  /** A badge is there twice: in the column of a wide window, and on the card of a narrow one. */
  seen(badge: Locator): Promise<void> {
    return badge.filter({ visible: true }).waitFor();
  }

  /** From now on the API refuses every change of what `url` matches; each answer is held back until what this returns is called. */
  async refuseChanges(detail: string, url = '**/tools'): Promise<() => void> {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await this.visit.page.route(url, async (route) => {
      if (route.request().method() !== 'PATCH') return route.fallback();
      await held;
      const problem = { status: 500, title: 'Error', detail, code: 'internal' };
      return route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) });
    });
    return answer;
  }

  /** Another server with a page of its own, which is opened. */
  async added(displayName: string, { url }: UpstreamServer, query = '', settings: object = {}): Promise<string> {
    const body = { displayName, serverUrl: url, ...settings };
    const { id } = await this.session.post<IntegrationView>('/mcp-integrations', body);
    await this.open(displayName, query);
    return id;
  }

  async find(slug: string): Promise<IntegrationView> {
    const { items } = await this.session.get<{ items: IntegrationView[] }>('/mcp-integrations');
    const found = items.find((item) => item.slug === slug);
    if (!found) throw new Error(`no server ${slug}`);
    return found;
  }

  async toolOf(slug: string, name: string): Promise<ToolView | undefined> {
    const { id } = await this.find(slug);
    const { items } = await this.session.get<ToolPage>(`/mcp-integrations/${id}/tools`);
    return items.find((tool) => tool.name === name);
  }
}
