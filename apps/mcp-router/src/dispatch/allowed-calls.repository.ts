import { Injectable } from '@nestjs/common';
import type { NewCall, Outcome } from '../calls/call.js';
import { CallSignals } from '../calls/call-signals.js';
import { LedgerWriter } from '../calls/ledger-writer.repository.js';
import { InFlight } from './in-flight.host.js';
import { UnconfirmedIntents } from './unconfirmed-intents.repository.js';

/** The ledger of calls that need nobody's approval: nothing awaits their outcomes, so the end of the process must. */
@Injectable()
export class AllowedCalls {
  constructor(
    private readonly ledger: LedgerWriter,
    private readonly signals: CallSignals,
    private readonly inFlight: InFlight,
    private readonly unconfirmed: UnconfirmedIntents,
  ) {}

  /** From before the intent until after the outcome: a process that is asked to stop waits for all of it. */
  track(call: NewCall, work: Promise<unknown>): void {
    this.inFlight.track(work, { callId: call.id });
  }

  /** @returns false when its run has submitted it before, or is cancelled: then it must not be sent */
  async recordIntent(call: NewCall, timeoutMs: number): Promise<boolean> {
    try {
      return await this.ledger.recordIntent(call, timeoutMs);
    } catch (error) {
      this.unconfirmed.end(call);
      throw error;
    }
  }

  /** Holds back no answer: that goes out while the outcome is on its way to the disk. */
  recordOutcome(call: NewCall, fence: number, outcome: Outcome): void {
    const recorded = this.ledger.recordOutcome(call, fence, outcome).then(() => this.signals.changed(call.id));
    this.track(call, recorded);
  }
}
