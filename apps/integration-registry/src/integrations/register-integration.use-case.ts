import type { RegisterIntegrationRequest } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { HeaderStore } from '../credentials/header-store.repository.js';
import { toHeaderRecord } from '../credentials/to-header-record.js';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import { RecordDiscovery, type SuccessfulDiscovery } from '../discovery/record-discovery.use-case.js';
import { assertPlainText } from './assert-plain-text.js';
import { assertAuthIsKnown, chooseAuth } from './choose-auth.js';
import { chooseSlug } from './choose-slug.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import type { IntegrationRef } from './integration.repository.js';
import { MS_PER_SECOND, TIMEOUT_SECONDS_DEFAULT } from './timeouts.js';
import { type Registration, toNewIntegration } from './to-new-integration.js';

/** Stores a server that has proved to be one: what cannot be discovered leaves no trace. */
@Injectable()
export class RegisterIntegration {
  constructor(
    private readonly database: Database,
    private readonly journal: IntegrationJournal,
    private readonly headers: HeaderStore,
    private readonly servers: McpServerClient,
    private readonly recordDiscovery: RecordDiscovery,
  ) {}

  /** @throws BadSlugError, SlugTakenError, InvalidInputError, EgressRefusedError, DiscoveryError */
  async execute(request: RegisterIntegrationRequest): Promise<IntegrationRef> {
    const registration = await this.check(request);
    const { serverUrl, headers, timeoutSeconds, transport } = registration;
    const timeoutMs = timeoutSeconds * MS_PER_SECOND;
    const startedAt = performance.now();
    const server = await this.servers.discover({ serverUrl, headers, timeoutMs, transport, prior: null });
    const durationMs = performance.now() - startedAt;
    return this.store(request, registration, { server, durationMs, trigger: 'register' });
  }

  private async check(request: RegisterIntegrationRequest): Promise<Registration> {
    const { workspaceId, displayName, description, transport, oauth } = request;
    assertPlainText({ displayName, description });
    const slug = chooseSlug(displayName, request.slug);
    const headers = toHeaderRecord(request.headers ?? []);
    const auth = chooseAuth({ auth: request.auth, hasHeaders: Object.keys(headers).length > 0, oauth });
    assertAuthIsKnown(auth);
    // The unique key decides in the end; this spares the server a discovery for nothing.
    await this.database.read(workspaceId, (tx) => this.journal.assertSlugIsFree(tx, workspaceId, slug));
    const timeoutSeconds = request.timeoutSeconds ?? TIMEOUT_SECONDS_DEFAULT;
    const serverUrl = await this.servers.checkUrl(request.serverUrl);
    return { slug, headers, timeoutSeconds, transport: transport ?? 'auto', auth, serverUrl };
  }

  private async store(
    request: RegisterIntegrationRequest,
    registration: Registration,
    discovery: SuccessfulDiscovery,
  ): Promise<IntegrationRef> {
    const ref = { workspaceId: request.workspaceId, integrationId: newId() };
    const integration = toNewIntegration(ref.integrationId, request, registration, discovery.server);
    const key = { ...ref, version: integration.headersVersion };
    const sealed = await this.headers.seal(registration.headers, key, request.actor.name);
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const stored = await this.journal.insert(tx, integration, request.actor);
      await this.headers.replace(tx, ref, sealed);
      await this.recordDiscovery.success(tx, stored, discovery, { isOtherServer: false });
    });
    return ref;
  }
}
