import { Inject, Injectable } from '@nestjs/common';
import { issueRunToken } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { VersionedAgent } from '../agents/agent.repository.js';
import type { RunEntity } from '../runs/run.entity.js';

/** Renewed while it still has this to live, so that it does not end on the way. */
const RENEW_BEFORE_MS = 60_000;
/** Tokens live for minutes; runs that wait hold none, so this is only a bound. */
const TOKENS_MAX = 1_000;

interface Held {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** A run's token, asked of the gateway when it is needed: a run that waits for days holds none. */
@Injectable()
export class RunTokenClient {
  private readonly held = new Map<string, Held>();

  constructor(@Inject(RequestClient) private readonly requests: RequestClient) {}

  async get(run: RunEntity, { version }: VersionedAgent): Promise<string> {
    const held = this.held.get(run.id);
    if (held && held.expiresAtMs - Date.now() > RENEW_BEFORE_MS) return held.token;
    const { token, expiresAt } = await this.requests.ask(issueRunToken, {
      workspaceId: run.workspaceId,
      runId: run.id,
      agentId: run.agentId,
      agentVersion: run.agentVersion,
      initiator: run.initiator,
      integrations: version.integrations,
    });
    if (this.held.size >= TOKENS_MAX) this.held.clear();
    this.held.set(run.id, { token, expiresAtMs: Date.parse(expiresAt) });
    return token;
  }
}
