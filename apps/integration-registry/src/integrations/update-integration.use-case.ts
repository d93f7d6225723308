import type { UpdateIntegrationRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import { assertPlainText } from './assert-plain-text.js';
import { assertVersion } from './assert-version.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import { IntegrationRepository } from './integration.repository.js';
import { MoveConnection } from './move-connection.use-case.js';
import { planUpdate } from './plan-update.js';

/** Changes settings. A connection that would be another is discovered first, and when that fails nothing is changed. */
@Injectable()
export class UpdateIntegration {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly journal: IntegrationJournal,
    private readonly servers: McpServerClient,
    private readonly moveConnection: MoveConnection,
  ) {}

  /** @throws IntegrationNotFoundError, IntegrationMovedError, InvalidInputError, and what MoveConnection throws */
  async execute(request: UpdateIntegrationRequest): Promise<void> {
    const { workspaceId, displayName, description, serverUrl } = request;
    assertPlainText({ displayName, description });
    const current = await this.database.read(workspaceId, (tx) => this.integrations.get(tx, request));
    // What counts is asked under the lock; this spares a server the look for what is too late already.
    assertVersion(current, request);
    const checked = serverUrl ? { ...request, serverUrl: await this.servers.checkUrl(serverUrl) } : request;
    const plan = planUpdate(current, checked);
    if (plan.isEmpty) return;
    if (plan.isMoved) await this.moveConnection.execute(request, current, plan);
    else await this.database.transaction(workspaceId, (tx) => this.journal.update(tx, current, plan.patch, request));
  }
}
