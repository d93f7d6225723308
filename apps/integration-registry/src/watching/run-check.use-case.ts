import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryBusyError } from '../discovery/discovery.errors.js';
import { IntegrationNotFoundError, NotAuthorizedError } from '../integrations/integration.errors.js';
import { VerifyIntegration } from '../integrations/verify-integration.use-case.js';
import type { Check } from './check-slots.js';
import { WatchedServers } from './watched-servers.repository.js';

/** Looks at a server because it is time to, or because it said that something changed. */
@Injectable()
export class RunCheck {
  private readonly logger = new Logger(RunCheck.name);

  constructor(
    private readonly servers: WatchedServers,
    private readonly verification: VerifyIntegration,
  ) {}

  /** Never rejects: what is wrong with one server must not end the watching of the others. */
  async execute({ ref, trigger }: Check): Promise<void> {
    try {
      if (await this.servers.isToBeWatched(ref)) await this.verification.execute(ref, trigger);
    } catch (error) {
      // Removed while it was looked at, or from now on waiting for a person: it is left alone the next time.
      if (error instanceof IntegrationNotFoundError || error instanceof NotAuthorizedError) return;
      if (error instanceof DiscoveryBusyError)
        return this.logger.warn(`integration ${ref.integrationId}: ${error.message}`);
      this.logger.error(`integration ${ref.integrationId} could not be checked; trying again`, error);
    }
  }
}
