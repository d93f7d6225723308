import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntegration, startAuthorization } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { anIntegration } from '../test-builders.fixture-spec.js';
import { HttpClient } from '../test-http.fixture-spec.js';
import { ADMIN, GatewaySystem } from '../test-system.fixture-spec.js';
import { START_SCRIPT } from './start-page.js';

type Listener = (event: object) => void;

/** As much of a page as the script uses; its requests go to the real API, with the cookie that this one gave. */
class Page {
  readonly elements = new Map<string, { hidden: boolean; textContent: string; press: (fields?: object) => void }>();
  wentTo: string | null = null;
  private cookie = '';

  constructor(
    private readonly api: HttpClient,
    search: string,
  ) {
    const location = { search, assign: (url: string) => (this.wentTo = url) };
    const document = { getElementById: (id: string) => this.element(id) };
    const fetch = this.fetch.bind(this);
    class FormData extends Map<string, string> {}
    runInContext(START_SCRIPT, createContext({ location, document, fetch, FormData, URL, URLSearchParams }));
  }

  element(id: string) {
    const listeners: Listener[] = [];
    const made = {
      hidden: true,
      textContent: '',
      addEventListener: (_: string, listener: Listener) => listeners.push(listener),
      press: (fields: object = {}) => {
        for (const listener of listeners) listener({ preventDefault: () => undefined, target: Object.entries(fields) });
      },
    };
    const element = this.elements.get(id) ?? made;
    this.elements.set(id, element);
    return element;
  }

  private async fetch(path: string, init: { method: string; headers: Record<string, string>; body?: string }) {
    const { method, body } = init;
    const type = init.headers['content-type'] ?? 'text/plain';
    const headers = { ...init.headers, cookie: this.cookie, 'content-type': type };
    // A browser sends no body where there is none, whatever type is named.
    const answer = await this.api.send(method, path, { headers, ...(body !== undefined && { body }) });
    const [cookie] = answer.headers['set-cookie'] ?? [];
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? '';
    return { ok: answer.status < 300, status: answer.status, json: () => Promise.resolve(answer.body) };
  }
}

describe('the page where a person starts an authorization', () => {
  let system: GatewaySystem;
  let search: string;
  const integration = anIntegration({ auth: 'oauth2', displayName: '<b>Tracker</b>' });

  beforeAll(async () => {
    system = await GatewaySystem.start();
    search = `?workspace=${await system.workspaceId()}&integration=${integration.id}`;
    system.neighbours.answer(getIntegration, () => integration);
  });
  afterAll(() => system.stop());

  const answerWith = (authorizationUrl: string): void =>
    system.neighbours.answer(startAuthorization, () => ({ authorizationUrl, expiresAt: '2026-11-23T10:10:00.000Z' }));

  async function signedIn(): Promise<Page> {
    const page = new Page(system.anonymous, search);
    await eventually(() => expect(page.element('sign-in').hidden).toBe(false));
    page.element('sign-in').press({ ...ADMIN });
    await eventually(() => expect(page.element('authorize').hidden).toBe(false));
    return page;
  }

  it('signs them in, says for which server, and goes on only when they say so', async () => {
    answerWith('https://auth.example.com/authorize');
    const page = await signedIn();
    expect([page.element('name').textContent, page.element('url').textContent]).toEqual([
      '<b>Tracker</b>',
      integration.serverUrl,
    ]);
    expect([page.element('sign-in').hidden, page.wentTo]).toEqual([true, null]);
    expect(system.neighbours.inputsOf(startAuthorization)).toEqual([]);
    page.element('go').press();
    await eventually(() => expect(page.wentTo).toBe('https://auth.example.com/authorize'));
  });

  it('says what is wrong, and goes nowhere', async () => {
    answerWith('javascript:alert(1)');
    const page = await signedIn();
    page.element('go').press();
    await eventually(() => expect(page.element('problem').textContent).toContain('neither https nor http'));
    const unsigned = new Page(system.anonymous, search);
    await eventually(() => expect(unsigned.element('sign-in').hidden).toBe(false));
    unsigned.element('sign-in').press({ ...ADMIN, password: 'wrong' });
    await eventually(() => expect(unsigned.element('problem').textContent).toContain('password is wrong'));
    const [first, second] = [
      new Page(system.anonymous, ''),
      new Page(system.anonymous, '?workspace=..&integration=..'),
    ];
    for (const { elements } of [first, second]) expect(elements.get('problem')?.textContent).toContain('not complete');
    expect([page.wentTo, unsigned.wentTo]).toEqual([null, null]);
  });
});
