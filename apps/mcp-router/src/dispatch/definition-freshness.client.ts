import { Injectable } from '@nestjs/common';
import { DomainError, verifyIntegration, type IntegrationView } from '@countersign/contracts';
import { RequestClient, RequestTimeoutError } from '@countersign/messaging';
import type { CalledTool } from '../calls/call.js';
import { CopiesHost } from '../copies/copies.host.js';
import { DEFINITION_FRESH_MS, LOOK_PATIENCE_MS } from '../limits.js';
import { ROUTER } from '../upstream/other-era.client.js';

/** The registry asked, and the server did not list its tools: nobody knows what it offers now. */
export class ServerNotLookedAtError extends DomainError {
  constructor({ id, lastAttempt }: Pick<IntegrationView, 'id' | 'lastAttempt'>) {
    super('definition.not_looked_at', lastAttempt?.message ?? 'The server did not list its tools.', {
      integrationId: id,
      errorCode: lastAttempt?.errorCode ?? null,
    });
  }
}

/**
 * Makes sure that what was approved is still what the server offers: a server that changes a tool between approval and
 * execution is caught by asking it again. Calls that are dispatched together share one look.
 */
@Injectable()
export class DefinitionFreshness {
  private readonly lookedAtMs = new Map<string, number>();
  private readonly looking = new Map<string, Promise<void>>();

  constructor(
    private readonly requests: RequestClient,
    private readonly host: CopiesHost,
  ) {}

  /** Resolves when the copy holds a listing younger than 30 s. @throws ServerNotLookedAtError, or what the registry failed with */
  async ensure(workspaceId: string, { integrationId }: CalledTool): Promise<void> {
    const key = `${workspaceId} ${integrationId}`;
    const lookedAt = this.lookedAtMs.get(key);
    if (lookedAt !== undefined && performance.now() - lookedAt < DEFINITION_FRESH_MS) return;
    const looking = this.looking.get(key) ?? this.look(workspaceId, integrationId, key);
    this.looking.set(key, looking);
    await looking;
  }

  private async look(workspaceId: string, integrationId: string, key: string): Promise<void> {
    try {
      const startedAt = performance.now();
      const looked = await this.ask(workspaceId, integrationId, startedAt + verifyIntegration.timeoutMs);
      if (!looked.lastAttempt?.succeeded) throw new ServerNotLookedAtError(looked);
      await this.host.catchUpWithCatalogue(workspaceId);
      this.remember(key, startedAt);
    } finally {
      this.looking.delete(key);
    }
  }

  /** In the order of their times, so that those that are too old to count are the first, and need not be kept. */
  private remember(key: string, lookedAtMs: number): void {
    this.lookedAtMs.delete(key);
    this.lookedAtMs.set(key, lookedAtMs);
    for (const [oldest, atMs] of this.lookedAtMs) {
      if (lookedAtMs - atMs < DEFINITION_FRESH_MS) break;
      this.lookedAtMs.delete(oldest);
    }
  }

  private async ask(workspaceId: string, integrationId: string, endsAt: number): Promise<IntegrationView> {
    const input = { workspaceId, integrationId, actor: ROUTER };
    for (;;) {
      try {
        return await this.requests.ask(verifyIntegration, input, { timeoutMs: LOOK_PATIENCE_MS });
      } catch (error) {
        if (!(error instanceof RequestTimeoutError) || performance.now() >= endsAt) throw error;
      }
    }
  }
}
