import type { RegisterIntegrationRequest } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { toHeaderRecord } from '../credentials/to-header-record.js';
import { assertPlainText } from './assert-plain-text.js';
import { chooseAuth } from './choose-auth.js';
import { chooseSlug } from './choose-slug.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import type { IntegrationRef } from './integration.repository.js';
import { KeepConnection } from './keep-connection.use-case.js';
import { MS_PER_SECOND, TIMEOUT_SECONDS_DEFAULT } from './timeouts.js';
import { toNewAuthorization } from './to-new-authorization.js';
import { type Registration, toNewIntegration } from './to-new-integration.js';
import { type TriedConnection, TryConnection } from './try-connection.use-case.js';

/**
 * Stores a server that has proved to be one: what cannot be discovered leaves no trace. One that a person has to authorize
 * first has proved that it can be authorized, and waits.
 */
@Injectable()
export class RegisterIntegration {
  constructor(
    private readonly database: Database,
    private readonly journal: IntegrationJournal,
    private readonly tryConnection: TryConnection,
    private readonly keepConnection: KeepConnection,
  ) {}

  /** @throws BadSlugError, SlugTakenError, InvalidInputError, EgressRefusedError, DiscoveryError, OAuthError, ClientRequiredError */
  async execute(request: RegisterIntegrationRequest): Promise<IntegrationRef> {
    const registration = await this.check(request);
    const { workspaceId } = request;
    const ref = { workspaceId, integrationId: newId() };
    const { serverUrl, headers, timeoutSeconds, transport } = registration;
    const address = { workspaceId, serverUrl, transport, timeoutMs: timeoutSeconds * MS_PER_SECOND };
    const wanted = { ...registration, oauth: request.oauth, setBy: request.actor.name };
    const authorization = toNewAuthorization(ref, wanted);
    const tried = await this.tryConnection.execute({ address, headers, authorization });
    await this.store(ref, request, registration, tried);
    return ref;
  }

  private async check(request: RegisterIntegrationRequest): Promise<Registration> {
    const { workspaceId, displayName, description, transport, oauth } = request;
    assertPlainText({ displayName, description });
    const slug = chooseSlug(displayName, request.slug);
    const headers = toHeaderRecord(request.headers ?? []);
    const auth = chooseAuth({ auth: request.auth, hasHeaders: Object.keys(headers).length > 0, oauth });
    // The unique key decides in the end; this spares the server a discovery for nothing.
    await this.database.read(workspaceId, (tx) => this.journal.assertSlugIsFree(tx, workspaceId, slug));
    const timeoutSeconds = request.timeoutSeconds ?? TIMEOUT_SECONDS_DEFAULT;
    const serverUrl = await this.tryConnection.checkUrl(request.serverUrl);
    return { slug, headers, timeoutSeconds, transport: transport ?? 'auto', auth, serverUrl };
  }

  private async store(
    ref: IntegrationRef,
    request: RegisterIntegrationRequest,
    registration: Registration,
    tried: TriedConnection,
  ): Promise<void> {
    const { actor } = request;
    const integration = toNewIntegration(ref.integrationId, request, registration, tried.discovery?.server ?? null);
    const key = { ...ref, version: integration.headersVersion };
    const headers = await this.keepConnection.seal(registration.headers, key, actor.name);
    const kept = { tried, headers, isOtherServer: false, trigger: 'register' } as const;
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const stored = await this.journal.insert(tx, integration, actor);
      await this.keepConnection.execute(tx, stored, kept, actor);
    });
  }
}
