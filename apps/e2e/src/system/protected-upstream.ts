import { AuthorizationServer, browse, eventually } from '@countersign/testing';
import { expect } from '@jest/globals';
import type { IntegrationView } from '@countersign/contracts';
import type { RunningSystem } from './running-system.js';
import type { Session } from './session.js';
import { aTool, UpstreamServer } from './upstream-server.js';

/** How old a token has to be for its renewal: one that is refused at once would be refused again. */
const RENEWABLE_AFTER_MS = 5_000;

/** A server that lets nobody in without a token of its own authorization server, and a person who may authorize. */
export class ProtectedUpstream {
  /** Every access token that the server was shown, with the time of the first. */
  private readonly firstShownAt = new Map<string, number>();
  /** How many tokens it has not accepted. */
  refusals = 0;

  private constructor(
    private readonly system: RunningSystem,
    readonly login: AuthorizationServer,
    readonly server: UpstreamServer,
  ) {}

  static async start(system: RunningSystem): Promise<ProtectedUpstream> {
    const login = await AuthorizationServer.start({ redirectUri: callbackOf(system) });
    const server = await UpstreamServer.start();
    const own = new ProtectedUpstream(system, login, server);
    server.tools = [aTool('note_add'), aTool('note_read', { isReadOnly: true })];
    login.resources.add(server.url);
    server.guard = {
      authorizationServer: login.issuer,
      isLetIn: async ({ authorization }, url) => {
        const token = authorization?.replace('Bearer ', '');
        if (token === undefined) return false;
        if (!own.firstShownAt.has(token)) own.firstShownAt.set(token, performance.now());
        const isLetIn = (await login.scopesOf(token, url)) !== null;
        if (!isLetIn) own.refusals += 1;
        return isLetIn;
      },
    };
    return own;
  }

  get shown(): string[] {
    return [...this.firstShownAt.keys()];
  }

  /** The newest one. */
  get token(): string {
    return this.shown.at(-1) ?? '';
  }

  /** The newest token would be renewed, and not taken for one that no renewal can help. */
  async untilRenewable(): Promise<void> {
    const age = (): number => performance.now() - (this.firstShownAt.get(this.token) ?? Infinity);
    await eventually(() => expect(age()).toBeGreaterThan(RENEWABLE_AFTER_MS));
  }

  async untilEnded(token: string): Promise<void> {
    await eventually(async () => expect(await this.login.scopesOf(token, this.server.url)).toBeNull());
  }

  /** As far as the callback: where the browser is sent back to. */
  async consent(session: Session, { id }: IntegrationView): Promise<string> {
    const { authorizationUrl } = await session.post<{ authorizationUrl: string }>(
      `/mcp-integrations/${id}/oauth/authorize`,
    );
    const callback = callbackOf(this.system);
    return `${callback}?${(await browse(authorizationUrl, callback)).toString()}`;
  }

  /** As a person does, in one browser from the beginning to the end. */
  async authorize(session: Session, view: IntegrationView): Promise<IntegrationView> {
    const page = await session.open(await this.consent(session, view));
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<h1>Authorized</h1>') });
    return session.get<IntegrationView>(`/mcp-integrations/${view.id}`);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.login.stop();
  }
}

function callbackOf({ dev }: RunningSystem): string {
  return `${dev.webUrl}/oauth/callback`;
}
