import { Injectable } from '@nestjs/common';
import { CallSignals } from '../calls/call-signals.js';
import { DispatchCall } from './dispatch-call.use-case.js';
import { InFlight } from './in-flight.host.js';

/** Begins dispatches at once. What this process does not get to, the sweeper of any replica does. */
@Injectable()
export class Dispatcher {
  private readonly running = new Set<string>();

  constructor(
    private readonly dispatchCall: DispatchCall,
    private readonly inFlight: InFlight,
    private readonly signals: CallSignals,
  ) {}

  start(workspaceId: string, callId: string): void {
    if (this.running.has(callId)) return;
    this.running.add(callId);
    const work = this.dispatchCall.execute(workspaceId, callId).finally(() => {
      this.running.delete(callId);
      this.signals.changed(callId);
    });
    this.inFlight.track(work, { callId });
  }
}
