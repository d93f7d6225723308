import type { UpdateIntegrationRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { Integration } from './integration.entity.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import { KeepConnection } from './keep-connection.use-case.js';
import type { UpdatePlan } from './plan-update.js';
import { PlannedCredentialsReader } from './planned-credentials.repository.js';
import { MS_PER_SECOND } from './timeouts.js';
import { TryConnection } from './try-connection.use-case.js';

/** Points an integration at another URL, or gives it other credentials, once a server has answered there. */
@Injectable()
export class MoveConnection {
  constructor(
    private readonly database: Database,
    private readonly journal: IntegrationJournal,
    private readonly planned: PlannedCredentialsReader,
    private readonly tryConnection: TryConnection,
    private readonly keepConnection: KeepConnection,
  ) {}

  /**
   * One that a person has to authorize anew has answered that it can be authorized, and waits.
   *
   * @throws InvalidInputError, EgressRefusedError, DiscoveryError, OAuthError, IntegrationChangedError, IntegrationMovedError,
   * IntegrationNotFoundError
   */
  async execute(request: UpdateIntegrationRequest, current: Integration, plan: UpdatePlan): Promise<void> {
    const { actor } = request;
    const { headers, authorization } = await this.planned.read(current, plan, request);
    const { serverUrl, transport, timeoutSeconds } = { ...current, ...plan.patch };
    const { workspaceId, id: integrationId } = current;
    const address = { workspaceId, serverUrl, transport, timeoutMs: timeoutSeconds * MS_PER_SECOND };
    const tried = await this.tryConnection.execute({ address, headers, authorization });
    const ref = { workspaceId, integrationId };
    const key = { ...ref, version: plan.patch.headersVersion ?? 0 };
    const sealed = plan.isHeadersReplaced ? await this.keepConnection.seal(headers, key, actor.name) : 'kept';
    const kept = { tried, headers: sealed, isOtherServer: true, trigger: 'update' } as const;
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const moved = await this.journal.update(tx, current, plan.patch, request);
      await this.keepConnection.execute(tx, moved, kept, actor);
    });
  }
}
