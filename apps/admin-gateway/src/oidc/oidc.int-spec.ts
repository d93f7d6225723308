import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllowList } from '@countersign/egress';
import { newId } from '@countersign/database';
import { AuthorizationServer, freePort, OWN_CLIENT } from '@countersign/testing';
import { OPEN_WRITE_LIMIT } from '../access/rate-limits.guard.js';
import type { Config } from '../config.js';
import { ADMIN, type GatewaySystem as System, GatewaySystem, lockOfMembers } from '../test-system.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { TestBrowser } from './test-browser.fixture-spec.js';
import type { OidcSettings } from './oidc-settings.js';

const INVITATIONS = '/api/v1/workspaces/default/invitations';

interface Person {
  readonly id: string;
  readonly email: string;
}

describe('signing in at a provider', () => {
  let provider: AuthorizationServer;
  let system: System;
  let settings: { -readonly [name in keyof OidcSettings]: OidcSettings[name] };
  let admin: HttpClient;
  let workspaceId: string;
  let origin: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    provider = await AuthorizationServer.start({ redirectUri: `${origin}/auth/oidc/callback` });
    settings = {
      issuer: provider.issuer,
      clientId: String(OWN_CLIENT.client_id),
      clientSecret: String(OWN_CLIENT.client_secret),
      scope: 'openid email profile',
      label: 'Sign in with Example',
      emailDomains: [],
      newPeopleRole: null,
      groupsClaim: 'groups',
      roleByGroup: new Map(),
      allow: parseAllowList(`127.0.0.1 ports=${new URL(provider.issuer).port} http`),
    };
    const http = { host: '127.0.0.1', port, publicUrl: new URL(origin), allowedHosts: [`127.0.0.1:${port}`] };
    const config: Partial<Config> = { http, oidc: settings };
    system = await GatewaySystem.start(config);
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
  });
  afterAll(async () => {
    await system.stop();
    await provider.stop();
  });

  /** Who stands before the provider from now on. */
  const somebody = (claims: object = {}): Person => {
    const person = { id: newId(), email: `${newId()}@example.com` };
    provider.behaviour.account = { id: person.id, claims: { email: person.email, email_verified: true, ...claims } };
    return person;
  };
  const signIn = async (browser = new TestBrowser(), query = '') => {
    const { url } = await browser.go(`${origin}/auth/oidc/start${query}`, ({ href }) => isBack(href));
    return { browser, page: url.pathname + url.search };
  };
  /** Only pages that are no more of signing in. */
  const isBack = (href: string): boolean => href.startsWith(origin) && !href.startsWith(`${origin}/auth/`);
  const meOf = async (browser: TestBrowser) => {
    const response = await browser.fetch(new URL('/api/v1/me', origin));
    return { status: response.status, body: (await response.json()) as { id: string; workspaces: { role: string }[] } };
  };
  const rolesOf = async (browser: TestBrowser): Promise<string[]> =>
    (await meOf(browser)).body.workspaces.map(({ role }) => role);
  const invite = async (email: string, role = 'approver'): Promise<string> => {
    const { body } = await admin.post(INVITATIONS, { email, role });
    return new URL(String(body['url'])).hash.slice(1);
  };

  it('is offered to everybody', async () => {
    expect((await system.anonymous.get('/api/v1/auth/methods')).body).toEqual({
      password: true,
      oidc: { label: 'Sign in with Example', startUrl: '/auth/oidc/start' },
    });
  });

  it('goes with PKCE, state and nonce, and nothing secret in the address', async () => {
    const { headers } = await system.anonymous.get('/auth/oidc/start');
    const location = new URL(String(headers['location']));
    const { code_challenge_method: method, ...query } = Object.fromEntries(location.searchParams);
    expect([location.origin, method]).toEqual([new URL(provider.issuer).origin, 'S256']);
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query[name]).toMatch(/^[\w-]{43}$/);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^countersign_oidc=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
    expect(location.href).not.toContain(cookie.slice('countersign_oidc='.length).split(';')[0]);
  });

  it('lets in whom an admin invited, links the account, and takes the browser where it wanted to go', async () => {
    const { email } = somebody({ name: '\u0000Ada\nL.' });
    await invite(email);
    const { browser, page } = await signIn(undefined, '?returnTo=%2Fapprovals%3Fstate%3Dpending');
    expect(page).toBe('/approvals?state=pending');
    const { body: me } = await meOf(browser);
    expect(me).toMatchObject({
      name: 'Ada L.',
      email,
      hasPassword: false,
      workspaces: [{ workspaceId, role: 'approver' }],
    });
    expect(browser.cookiesOf(origin)).toEqual(['countersign_session']);
    provider.behaviour.account = { ...provider.behaviour.account, claims: { email: 'other@example.com' } };
    expect((await meOf((await signIn()).browser)).body.id).toBe(me.id);
  });

  it('accepts an invitation by its link, for its own e-mail alone', async () => {
    const { email } = somebody({ email_verified: false });
    const secret = await invite(email);
    const start = async (given: string): Promise<{ browser: TestBrowser; page: string }> => {
      const browser = new TestBrowser();
      const response = await browser.fetch(new URL('/api/v1/invitations/oidc', origin), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret: given }),
      });
      const { authorizationUrl } = (await response.json()) as { authorizationUrl: string };
      const { url } = await browser.go(authorizationUrl, ({ href }) => isBack(href));
      return { browser, page: url.pathname + url.search };
    };
    const others = await invite(`${newId()}@example.com`);
    expect((await start(others)).page).toBe('/login?error=oidc.email_mismatch');
    const { browser, page } = await start(secret);
    expect([page, await rolesOf(browser)]).toEqual(['/', ['approver']]);
  });

  it('finds the account of a verified e-mail, and of no other', async () => {
    const member = await system.addMember(workspaceId, 'editor');
    somebody({ email: member.email, email_verified: false });
    expect((await signIn()).page).toBe('/login?error=oidc.email_unverified');
    somebody({ email: member.email.toUpperCase() });
    const { browser, page } = await signIn();
    expect([page, (await meOf(browser)).body.id]).toEqual(['/', member.id]);
  });

  it.each([
    ['nobody invited', {}, 'not_invited'],
    ['has no e-mail', { email: undefined }, 'email_missing'],
    ['has an e-mail that is none', { email: 'a\u0000@example.com' }, 'email_missing'],
  ])('does not let in whom %s', async (_, claims, failure) => {
    somebody(claims);
    const { browser, page } = await signIn();
    expect([page, (await meOf(browser)).status]).toEqual([`/login?error=oidc.${failure}`, 401]);
  });

  it('does not let in whom the provider refuses, or anybody when it is wrong about itself', async () => {
    provider.behaviour.denies = true;
    expect((await signIn()).page).toBe('/login?error=oidc.denied');
    provider.behaviour.denies = false;
    provider.behaviour.failsWith = 500;
    expect((await signIn()).page).toBe('/login?error=oidc.bad_answer');
    provider.behaviour.failsWith = null;
  });

  it('keeps to the e-mail domains of the operator', async () => {
    settings.emailDomains = ['example.org'];
    await invite(somebody().email);
    expect((await signIn()).page).toBe('/login?error=oidc.domain_refused');
    settings.emailDomains = ['example.com'];
    expect((await signIn()).page).toBe('/');
    settings.emailDomains = [];
  });

  it('lets new people in where the operator says as what, and nobody who was removed', async () => {
    settings.newPeopleRole = 'viewer';
    somebody();
    const { browser } = await signIn();
    expect(await rolesOf(browser)).toEqual(['viewer']);
    const { body: me } = await meOf(browser);
    expect((await admin.delete(`/api/v1/workspaces/default/members/${me.id}`)).status).toBe(204);
    expect((await meOf(browser)).status).toBe(401);
    expect((await signIn()).page).toBe('/login?error=oidc.not_a_member');
    somebody({ email_verified: false });
    expect((await signIn()).page).toBe('/login?error=oidc.email_unverified');
    settings.newPeopleRole = null;
  });

  it('gives the role of the groups at each sign-in, and none to who left them', async () => {
    settings.roleByGroup = new Map([
      ['staff', 'viewer'],
      ['on-call', 'approver'],
    ]);
    const person = somebody({ groups: ['staff', 'on-call', 7] });
    const { browser } = await signIn();
    expect(await rolesOf(browser)).toEqual(['approver']);
    const claims = { email: person.email, email_verified: true };
    provider.behaviour.account = { id: person.id, claims: { ...claims, groups: ['staff'] } };
    expect(await rolesOf((await signIn()).browser)).toEqual(['viewer']);
    provider.behaviour.account = { id: person.id, claims };
    expect((await signIn()).page).toBe('/login?error=oidc.no_role');
    settings.roleByGroup = new Map();
  });

  it('does not take the role of who became the last admin meanwhile', async () => {
    settings.roleByGroup = new Map([['staff', 'viewer']]);
    somebody({ groups: ['staff'] });
    const { browser } = await signIn();
    const { id } = (await meOf(browser)).body;
    await system.asOwner(`update members set role = 'approver' where user_id = '${id}'`);
    const change = `update members set role = case when user_id = '${id}' then 'admin' else 'editor' end`;
    try {
      const { browser: again } = await system.whileItWaits(lockOfMembers(workspaceId), () => signIn(), change);
      expect(await rolesOf(again)).toEqual(['admin']);
    } finally {
      const admins = `select id from users where email = '${ADMIN.email.toLowerCase()}'`;
      await system.asOwner(`update members set role = 'admin' where user_id in (${admins})`);
      settings.roleByGroup = new Map();
    }
  });

  it('does not open the account of the next person who has the e-mail', async () => {
    const { email } = somebody();
    await invite(email);
    const { id } = (await meOf((await signIn()).browser)).body;
    await admin.delete(`/api/v1/workspaces/default/members/${id}`);
    const secret = await invite(email);
    const body = { secret, name: 'The next', password: 'gravel otter piano' };
    expect((await system.anonymous.post('/api/v1/invitations/accept', body)).status).toBe(200);
    provider.behaviour.account = { ...provider.behaviour.account, claims: { email: 'other@example.com' } };
    expect((await signIn()).page).toBe('/login?error=oidc.email_unverified');
  });

  describe('is bound to the browser that began', () => {
    const answerFor = async (browser: TestBrowser): Promise<URL> => {
      const start = `${origin}/auth/oidc/start?returnTo=https://evil.example`;
      const { url } = await browser.go(start, ({ pathname }) => pathname === '/auth/oidc/callback');
      return url;
    };
    const failed = '/login?error=oidc.bad_callback';
    const finish = async (browser: TestBrowser, url: URL): Promise<string> => {
      const page = await browser.go(url.href, ({ href }) => isBack(href));
      return page.url.href.slice(origin.length);
    };

    it('so that the answer is worth nothing in another, nor twice in the same', async () => {
      await invite(somebody().email);
      const browser = new TestBrowser();
      const url = await answerFor(browser);
      const attacker = new TestBrowser();
      expect(await finish(attacker, url)).toBe(failed);
      await answerFor(attacker);
      expect(await finish(attacker, url)).toBe(failed);
      expect(await finish(browser, url)).toBe('/');
      expect(await finish(browser, url)).toBe(failed);
      expect((await meOf(attacker)).status).toBe(401);
    });

    it('so that an answer of another issuer, or one that was changed, is refused', async () => {
      await invite(somebody().email);
      for (const [name, value, page] of [
        ['iss', 'https://evil.example', '/login?error=oidc.bad_answer'],
        ['code', 'forged', '/login?error=oidc.bad_answer'],
        ['state', 'forged', failed],
      ] as const) {
        const browser = new TestBrowser();
        const url = await answerFor(browser);
        url.searchParams.set(name, value);
        expect(await finish(browser, url)).toBe(page);
        expect((await meOf(browser)).status).toBe(401);
      }
    });
  });

  // The last one: nothing is left for the address of all the others.
  it('is begun so often from one address and no more, as each leaves a row', async () => {
    const start = () => system.anonymous.get('/auth/oidc/start');
    await Promise.all(Array.from({ length: OPEN_WRITE_LIMIT.burst * 2 }, start));
    expect((await start()).status).toBe(429);
    expect((await system.anonymous.get('/api/v1/auth/methods')).status).toBe(200);
  });
});
