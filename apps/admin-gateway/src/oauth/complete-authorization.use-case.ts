import { Inject, Injectable } from '@nestjs/common';
import { completeAuthorization, type IntegrationView } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Request } from 'express';
import { AuthRequiredError } from '../access/access.errors.js';
import { assertScope } from '../access/access.guard.js';
import { Authenticator } from '../access/authenticator.client.js';
import type { Identity } from '../access/principal.js';
import { WorkspaceDoor } from '../access/workspace-door.client.js';
import { CONFIG, type Config } from '../config.js';
import { NoCallbackError, OtherBrowserError } from './oauth.errors.js';
import { readCallback } from './read-callback.js';

/** A browser came back from an authorization server. It must be that of a person who may do this, in the session that left. */
@Injectable()
export class CompleteAuthorization {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly door: WorkspaceDoor,
    private readonly requests: RequestClient,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws NoCallbackError, OtherBrowserError, WorkspaceNotFoundError, ScopeRequiredError, and what the registry says */
  async execute(request: Request): Promise<IntegrationView> {
    const callback = readCallback(request.query);
    if (callback === null) throw new NoCallbackError();
    const identity = await this.authenticate(request);
    const { sessionBinding } = identity;
    // A token is no browser, and a page cannot send one: whoever did is none that left from here.
    if (sessionBinding === null) throw new OtherBrowserError(this.config.http.publicUrl);
    const principal = await this.door.enter(identity, callback.workspaceId);
    assertScope(principal, 'integration:update');
    assertScope(principal, 'policy:update');
    const { workspaceId, actor } = principal;
    return this.requests.ask(completeAuthorization, { ...callback, workspaceId, actor, sessionBinding });
  }

  private async authenticate(request: Request): Promise<Identity> {
    return this.authenticator.authenticate(request).catch((error: unknown) => {
      if (error instanceof AuthRequiredError) throw new OtherBrowserError(this.config.http.publicUrl);
      throw error;
    });
  }
}
