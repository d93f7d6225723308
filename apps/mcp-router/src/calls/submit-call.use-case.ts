import { Injectable, Logger } from '@nestjs/common';
import { assertNever, DomainError } from '@countersign/contracts';
import { crashPoint, newId } from '@countersign/database';
import type { Caller } from '../callers/caller.js';
import { CallerRates } from '../callers/caller-rates.host.js';
import { Copies } from '../copies/copies.js';
import { CopiesHost } from '../copies/copies.host.js';
import { RunAllowedCall } from '../dispatch/run-allowed-call.use-case.js';
import { judgeSubmission } from '../gate/call-gate.js';
import type { Call, NewCall, Outcome } from './call.js';
import { CallNotRecordedError } from './call.errors.js';
import { toNewCall, type Proposal } from './new-call.js';
import { SubmissionRepository, type Asking } from './submission.repository.js';

/** `running`: it is being sent now, and `outcome` is what comes back. `recorded`: whatever its row says. */
export type Submission =
  | { readonly kind: 'running'; readonly call: NewCall; readonly outcome: Promise<Outcome> }
  | { readonly kind: 'recorded'; readonly call: Call };

/** The one way in for every call, hosted or external: judged, recorded, and only then anything else. */
@Injectable()
export class SubmitCall {
  private readonly logger = new Logger(SubmitCall.name);

  constructor(
    private readonly copies: Copies,
    private readonly host: CopiesHost,
    private readonly submissions: SubmissionRepository,
    private readonly runAllowed: RunAllowedCall,
    private readonly rates: CallerRates,
  ) {}

  /**
   * @throws TooManyCallsError, RouterBehindError, RunCancelledError: nothing was recorded
   * @throws CallNotRecordedError: nothing was sent
   */
  async execute(caller: Caller, proposal: Proposal): Promise<Submission> {
    this.rates.takeCall(caller);
    this.host.assertCurrent(caller.workspaceId);
    const judgement = judgeSubmission(this.copies, caller, proposal.exposedName);
    const call = toNewCall(newId(), caller, proposal, judgement);
    const { expiresInSeconds } = judgement;
    try {
      return await this.record(call, { expiresInSeconds, clientRequest: proposal.clientRequest });
    } catch (error) {
      throw this.toNotRecorded(call, error);
    }
  }

  /** Only what is known to be in the ledger is ever sent, so whatever breaks before that leaves nothing executed. */
  private toNotRecorded({ id, workspaceId }: NewCall, error: unknown): unknown {
    if (error instanceof DomainError) return error;
    this.logger.error({ err: error, workspaceId, callId: id }, 'a call could not be recorded');
    return new CallNotRecordedError(id, error);
  }

  private async record(call: NewCall, asking: Asking): Promise<Submission> {
    crashPoint('before-ledger-row');
    switch (call.verdict) {
      case 'deny':
        return { kind: 'recorded', call: await this.submissions.deny(call) };
      case 'ask':
        return { kind: 'recorded', call: await this.submissions.ask(call, asking) };
      case 'allow':
        return this.run(call);
    }
  }

  private async run(call: NewCall): Promise<Submission> {
    const beginning = await this.runAllowed.begin(call);
    crashPoint('after-ledger-row');
    switch (beginning.kind) {
      case 'running':
        return { kind: 'running', call, outcome: beginning.outcome };
      case 'known':
        return { kind: 'recorded', call: await this.submissions.getSubmitted(call) };
      case 'unreachable':
        return { kind: 'recorded', call: await this.submissions.fail(call, beginning.reason) };
      default:
        return assertNever(beginning);
    }
  }
}
