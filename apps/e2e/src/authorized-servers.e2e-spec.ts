import { describe, expect, it } from '@jest/globals';
import type { CallView, IntegrationView } from '@countersign/contracts';
import { eventually, OWN_CLIENT } from '@countersign/testing';
import { aConnectedSuite } from './system/connected-suite.js';
import { createToken } from './system/create-token.js';
import { hold } from './system/hold.js';
import { SOON } from './system/operator.js';
import { ProtectedUpstream } from './system/protected-upstream.js';
import { countersign, countersignJson } from './system/run-command.js';
import { Session } from './system/session.js';
import { UpstreamServer } from './system/upstream-server.js';

const STORY_TIMEOUT_MS = 120_000;
const CLIENT_SECRET = OWN_CLIENT.client_secret ?? '';
/** Long enough that a token is still good when the call that renewed it arrives, on a machine that is busy. */
const SHORT_LIFE_SECONDS = 6;
const LONG_LIFE_SECONDS = 3_600;

const suite = aConnectedSuite(2);
let vault: ProtectedUpstream;
let view: IntegrationView;

/** Each story goes on where the one before it ended, as the life of one server. */
describe('a server behind OAuth', () => {
  it(
    '[OAUTH-1] waits until a person has authorized it in the browser that began, and is connected then',
    async () => {
      const { operator, system } = suite;
      vault = await suite.running(ProtectedUpstream.start(system));
      view = await operator.session.post<IntegrationView>('/mcp-integrations', {
        displayName: 'Vault',
        slug: 'Vault',
        serverUrl: vault.server.url,
        posture: 'by-annotation',
        auth: 'oauth2',
        oauth: { clientId: OWN_CLIENT.client_id, clientSecret: CLIENT_SECRET },
      });
      expect(view).toMatchObject({ status: 'awaiting_authorization', toolCount: 0 });
      const elsewhere = await Session.signIn(system);
      const stolen = await elsewhere.open(await vault.consent(operator.session, view));
      expect(stolen.text).toContain('<h1>Not authorized</h1>');
      expect(await operator.read(view)).toMatchObject({ status: 'awaiting_authorization' });
      view = await vault.authorize(operator.session, view);
      expect(view).toMatchObject({
        status: 'connected',
        toolCount: 2,
        authorization: { state: 'authorized', issuer: vault.login.issuer, hasRefreshToken: true },
      });
      await operator.untilOffered('Vault__note_add', 'Vault__note_read');
      expect(await operator.call('Vault__note_read', {})).toBe('did note_read');
      expect(vault.server.executed).toEqual([{ tool: 'note_read', arguments: {} }]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[OAUTH-2] is called once with renewed credentials when it refuses the old ones, and when they have ended',
    async () => {
      const { operator } = suite;
      const refusals = vault.refusals;
      await vault.untilRenewable();
      await vault.login.endAccess(vault.token);
      vault.login.behaviour.accessTokenSeconds = SHORT_LIFE_SECONDS;
      expect(await operator.call('Vault__note_read', { refused: true })).toBe('did note_read');
      expect(vault.login.count('refresh_token')).toBe(1);
      expect(vault.refusals).toBe(refusals + 1);

      vault.login.behaviour.accessTokenSeconds = LONG_LIFE_SECONDS;
      await vault.untilEnded(vault.token);
      expect(await operator.call('Vault__note_read', { ended: true })).toBe('did note_read');
      expect(vault.login.count('refresh_token')).toBe(2);
      expect(vault.refusals).toBe(refusals + 1);
      expect(vault.server.executed.slice(1).map((executed) => executed.arguments)).toEqual([
        { refused: true },
        { ended: true },
      ]);
      const { connectionRevision } = view;
      expect(await operator.read(view)).toMatchObject({ status: 'connected', connectionRevision });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[OAUTH-3] is told about when its authorization is revoked, and loses neither policies nor approved calls',
    async () => {
      const { operator, system } = suite;
      await countersignJson(system, 'tools', 'set', 'Vault', 'note_read', '--idempotent', 'yes');
      const impatient = await createToken(system, { name: 'impatient', kind: 'mcp', scopes: [], holdMs: 0 });
      expect(await operator.call('Vault__note_add', { text: 'kept' }, impatient)).toMatch(/not executed/i);
      const approval = await operator.pendingOf(view);
      const policies = await operator.toolsOf(view);
      await vault.untilRenewable();
      await vault.login.endGrantOf(vault.token);

      expect(await operator.call('Vault__note_read', { revoked: true })).toMatch(
        /^Failed: .*(authorized again by a person in Countersign|waits for a person to authorize it)/,
      );
      const dead = { state: 'needs_reauthorization', hasRefreshToken: false };
      expect(await operator.read(view)).toMatchObject({ status: 'needs_reauthorization', authorization: dead });
      expect(await operator.toolsOf(view)).toEqual(policies);
      await operator.approve(approval);
      await eventually(async () => {
        const call = await operator.session.get<CallView>(`/calls/${approval.callId}`);
        expect(call).toMatchObject({ state: 'approved', sentAt: null });
      }, SOON);

      const { stderr } = await countersign(system, 'servers', 'authorize', 'Vault', '--no-open', '--no-wait');
      expect(stderr).toContain(`${system.dev.webUrl}/oauth/start?workspace=${view.workspaceId}&integration=${view.id}`);
      expect(await vault.authorize(operator.session, view)).toMatchObject({ status: 'connected', toolCount: 2 });
      expect(await operator.call('Vault__note_read', { again: true })).toBe('did note_read');
      await eventually(() => expect(vault.server.executed).toHaveLength(5), SOON);
      expect(vault.server.executed.slice(3)).toEqual(
        expect.arrayContaining([
          { tool: 'note_read', arguments: { again: true } },
          { tool: 'note_add', arguments: { text: 'kept' } },
        ]),
      );
      expect(await operator.toolsOf(view)).toEqual(policies);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[CRASH-1] is called once by an approval, also when the registry dies while it renews and verifies',
    async () => {
      const { operator, system } = suite;
      const slow = await suite.running(UpstreamServer.start());
      const verified = await operator.add(slow, 'Slow');
      const before = { executed: vault.server.executed.length, renewals: vault.login.count('refresh_token') };
      await vault.untilRenewable();
      await vault.login.endAccess(vault.token);
      const { reached: renewing } = hold((gate) => (vault.login.behaviour.onToken = gate));
      const { reached: verifying, release } = hold((gate) => (slow.onListing = gate));
      const answer = operator.call('Vault__note_add', { text: 'through a crash' });
      await operator.approve(await operator.pendingOf(view));
      const unanswered = operator.session.send('POST', `/mcp-integrations/${verified.id}/verify`);
      // Its answer dies with the registry.
      unanswered.catch(() => undefined);
      await Promise.all([renewing, verifying]);

      const killed = system.pidOf('integration-registry');
      process.kill(killed, 'SIGKILL');
      vault.login.behaviour.onToken = () => undefined;
      release();

      expect(await answer).toBe('did note_add');
      expect(system.pidOf('integration-registry')).not.toBe(killed);
      const through = { tool: 'note_add', arguments: { text: 'through a crash' } };
      expect(vault.server.executed.slice(before.executed)).toEqual([through]);
      expect(vault.login.count('refresh_token')).toBe(before.renewals + 1);
      const again = await operator.session.post<IntegrationView>(`/mcp-integrations/${verified.id}/verify`);
      expect(again).toMatchObject({ status: 'connected', lastAttempt: { succeeded: true } });
      expect(await operator.read(view)).toMatchObject({ status: 'connected', authorization: { state: 'authorized' } });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[SECRET-1] has its tokens, codes and client secret in no log, stream, answer or table',
    async () => {
      const { issued } = vault.login;
      expect(vault.shown.filter((token) => !issued.includes(token))).toEqual([]);
      await suite.expectNowhere([CLIENT_SECRET, ...issued]);
    },
    STORY_TIMEOUT_MS,
  );
});
