import { Inject, Injectable } from '@nestjs/common';
import { issueRunToken } from '@countersign/contracts';
import { RemoteError, RequestClient } from '@countersign/messaging';
import type { VersionedAgent } from '../agents/agent.repository.js';
import { integrationsOf } from '../agents/agent.view.js';
import type { RunEntity } from '../runs/run.entity.js';
import { RunTokenRefusedError } from './router.errors.js';

/** Renewed while it still has this to live, so that it does not end on the way. */
const RENEW_BEFORE_MS = 60_000;
/** Tokens live for minutes; runs that wait hold none, so this is only a bound. */
const TOKENS_MAX = 1_000;

/** What the gateway says of a run that it will never give a token; anything else may be different the next time. */
const REFUSED_FOR_GOOD: ReadonlySet<string> = new Set([
  'run_token.refused',
  'run.not_found',
  'agent.not_found',
  'workspace.not_found',
]);

interface Held {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** A run's token, asked of the gateway when it is needed: a run that waits for days holds none. */
@Injectable()
export class RunTokenClient {
  /** Promises, so that the calls of one turn ask for one token. */
  private readonly held = new Map<string, Promise<Held>>();

  constructor(@Inject(RequestClient) private readonly requests: RequestClient) {}

  /**
   * Lends the token of a run. One that is refused (revoked, signed by a key that is gone) is not used again.
   *
   * @throws RunTokenRefusedError when there will be none any more
   */
  async use<T>(run: RunEntity, agent: VersionedAgent, work: (token: string) => Promise<T>): Promise<T> {
    const { token } = await this.get(run, agent);
    try {
      return await work(token);
    } catch (error) {
      if (error instanceof RemoteError && error.code.startsWith('token.')) this.held.delete(run.id);
      throw error;
    }
  }

  private async get(run: RunEntity, agent: VersionedAgent): Promise<Held> {
    const known = this.held.get(run.id);
    const held = known && (await known);
    if (held && held.expiresAtMs - Date.now() > RENEW_BEFORE_MS) return held;
    const issued = this.issue(run, agent);
    if (this.held.size >= TOKENS_MAX) this.held.clear();
    this.held.set(run.id, issued);
    issued.catch(() => this.held.delete(run.id));
    return issued;
  }

  private async issue(run: RunEntity, { version }: VersionedAgent): Promise<Held> {
    const { workspaceId, id: runId, agentId, agentVersion, initiator } = run;
    const { tools, strictness } = version;
    const scope = { integrations: integrationsOf(version), tools, strictness };
    const request = { workspaceId, runId, agentId, agentVersion, initiator, ...scope };
    try {
      const { token, expiresAt } = await this.requests.ask(issueRunToken, request);
      return { token, expiresAtMs: Date.parse(expiresAt) };
    } catch (error) {
      if (!(error instanceof RemoteError) || !REFUSED_FOR_GOOD.has(error.code)) throw error;
      throw new RunTokenRefusedError(runId, error.message, { cause: error });
    }
  }
}
