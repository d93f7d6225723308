import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntegration, startAuthorization } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { anIntegration } from '../test-builders.fixture-spec.js';
import { TestPage } from '../test-page.fixture-spec.js';
import { ADMIN, GatewaySystem } from '../test-system.fixture-spec.js';
import { START_SCRIPT } from './start-page.js';

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

  async function signedIn(): Promise<TestPage> {
    const page = new TestPage(system.anonymous, START_SCRIPT, { search });
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
    const unsigned = new TestPage(system.anonymous, START_SCRIPT, { search });
    await eventually(() => expect(unsigned.element('sign-in').hidden).toBe(false));
    unsigned.element('sign-in').press({ ...ADMIN, password: 'wrong' });
    await eventually(() => expect(unsigned.element('problem').textContent).toContain('password is wrong'));
    const [first, second] = [
      new TestPage(system.anonymous, START_SCRIPT, {}),
      new TestPage(system.anonymous, START_SCRIPT, { search: '?workspace=..&integration=..' }),
    ];
    for (const { elements } of [first, second]) expect(elements.get('problem')?.textContent).toContain('not complete');
    expect([page.wentTo, unsigned.wentTo]).toEqual([null, null]);
  });
});
