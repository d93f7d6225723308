import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { NewCall } from '../calls/call.js';
import { UNCONFIRMED_LOOKS_MAX, FLUSH_RETRY_MS } from '../limits.js';
import { DispatchRepository } from './dispatch.repository.js';
import { failure } from './to-outcome.js';

const REASON = 'nothing was sent: the ledger did not confirm in time that it has the call';

/**
 * Intents whose commit was not confirmed. The ledger may have them all the same, as sent; they were not, and this process
 * alone knows. What it does not get to say ends as `unknown` with its lease, for a person to find out.
 */
@Injectable()
export class UnconfirmedIntents implements OnModuleDestroy {
  private readonly logger = new Logger(UnconfirmedIntents.name);
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly repository: DispatchRepository) {}

  /** Returns at once; whoever asked for the call is told so without waiting for its row. */
  end(call: NewCall): void {
    this.lookLater(call, 1);
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Not at once: a commit whose connection has gone can still be under way, and the database may not be there yet. */
  private lookLater(call: NewCall, look: number): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        void this.look(call, look);
      },
      FLUSH_RETRY_MS * 2 ** (look - 1),
    ).unref();
    this.timers.add(timer);
  }

  private async look(call: NewCall, look: number): Promise<void> {
    try {
      if (await this.endUnsent(call)) return;
    } catch (error) {
      this.logger.error({ err: error, callId: call.id }, 'a call that was not sent cannot be ended yet');
    }
    if (look < UNCONFIRMED_LOOKS_MAX) this.lookLater(call, look + 1);
  }

  /** @returns whether the ledger has it */
  private async endUnsent({ workspaceId, id }: NewCall): Promise<boolean> {
    const recorded = await this.repository.find(workspaceId, id);
    if (recorded?.state === 'dispatching') await this.repository.end(recorded, failure(REASON));
    return recorded !== null;
  }
}
