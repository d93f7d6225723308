import { Injectable, Logger } from '@nestjs/common';
import { crashPoint } from '@countersign/database';
import type { Call, Outcome } from '../calls/call.js';
import { notAvailable } from '../calls/model-answers.js';
import { LEASE_MARGIN_MS, SEND_WINDOW_MS } from '../limits.js';
import { CannotBeSentError, NotConnectedError, WrongEraError } from '../upstream/upstream.errors.js';
import { isNotExecuted, type NotExecuted, type UpstreamOutcome } from '../upstream/upstream-outcome.js';
import type { AttemptOutcome, Withheld } from './attempt.js';
import { CallSender, type ReadyUpstream } from './call-sender.client.js';
import { DispatchGate } from './dispatch-gate.client.js';
import { DispatchRepository } from './dispatch.repository.js';
import { IntegrationSlots } from './integration-slots.host.js';
import { RecordOutcome } from './record-outcome.use-case.js';
import { ending, failure, toOutcome } from './to-outcome.js';

/** An attempt, and the row under whose fence it was made. */
interface Attempt {
  readonly outcome: AttemptOutcome;
  readonly sent: Call;
}

type NotOpened = Extract<UpstreamOutcome, { kind: 'failed' | 'not_sent' }>;

/**
 * Sends one approved call, once:
 *
 * T1 takes the turn (a new fence, a lease) → the connection is opened → T2 commits that it is being sent → a last look at
 * the clock → the call goes out → T3 commits what came back. Whoever dies in between leaves a row that says how far it got.
 */
@Injectable()
export class DispatchCall {
  private readonly logger = new Logger(DispatchCall.name);

  constructor(
    private readonly repository: DispatchRepository,
    private readonly gate: DispatchGate,
    private readonly sender: CallSender,
    private readonly record: RecordOutcome,
    private readonly slots: IntegrationSlots,
  ) {}

  /** Returns when this worker has nothing more to do for the call. Any number of workers may try at once. */
  async execute(workspaceId: string, callId: string): Promise<void> {
    const call = await this.repository.find(workspaceId, callId);
    if (call?.state !== 'approved') return;
    const leaveSlot = await this.slots.take(call);
    // Somebody has approved it: it waits in the ledger for as long as its grant holds, not in a queue that is full.
    if (leaveSlot === null) return this.repository.wait(call);
    try {
      if (await this.isReady(call)) await this.takeTurn(call);
    } finally {
      leaveSlot();
    }
  }

  /**
   * Before the turn is taken, because asking the server for its definitions may last. What the rules void already is not
   * asked about: of an integration that is gone there is nobody to ask.
   */
  private async isReady(call: Call): Promise<boolean> {
    if (!(await this.mayProceed(call))) return false;
    try {
      await this.gate.ensureFreshDefinition(call);
    } catch (error) {
      this.logger.warn({ err: error, callId: call.id }, 'the definition could not be looked at; trying again later');
      await this.repository.postpone(call, 'its server could not be asked what it offers');
      return false;
    }
    return this.mayProceed(call);
  }

  private async mayProceed(call: Call): Promise<boolean> {
    const verdict = this.gate.judge(call);
    if (verdict.action === 'invalidate') await this.repository.end(call, invalidated(verdict.reason.text));
    else if (verdict.action === 'wait') await this.repository.wait(call);
    return verdict.action === 'proceed';
  }

  private async takeTurn(approved: Call): Promise<void> {
    crashPoint('before-t1');
    const call = await this.repository.claim(approved);
    if (call === null) return;
    crashPoint('after-t1');
    const upstream = await this.open(call);
    if (upstream === null) return;
    const withheld = this.gate.withhold(call);
    if (withheld === null) return this.send(call, upstream);
    upstream.release();
    await this.giveBack(call, withheld);
  }

  private async open(call: Call): Promise<ReadyUpstream | null> {
    try {
      return await this.sender.open(call, { reuse: false });
    } catch (error) {
      const { kind, reason } = this.notOpened(call, error);
      if (kind === 'failed') await this.repository.settle(call, failure(reason));
      else await this.repository.release(call, reason);
      return null;
    }
  }

  private async send(call: Call, upstream: ReadyUpstream): Promise<void> {
    crashPoint('before-t2');
    const armed = await this.arm(call, upstream);
    if (armed === null) return;
    let { outcome, sent } = await this.sendOnce(armed, upstream);
    if (isNotExecuted(outcome)) ({ outcome, sent } = await this.sendAgain(sent, outcome));
    if (outcome.kind === 'withheld') return this.giveBack(sent, outcome);
    if (outcome.kind === 'not_sent') return this.repository.release(sent, outcome.reason);
    crashPoint('before-t3');
    await this.record.execute(sent, toOutcome(sent.id, outcome));
    crashPoint('after-t3');
  }

  /** Null: nothing may be sent, and the turn was given back. */
  private async arm(call: Call, upstream: ReadyUpstream): Promise<Call | null> {
    const startedAt = performance.now();
    const armed = await this.repository.arm(call, upstream.timeoutMs + LEASE_MARGIN_MS);
    crashPoint('after-t2');
    if (armed !== null && performance.now() - startedAt < SEND_WINDOW_MS) return armed;
    upstream.release();
    await this.repository.release(armed ?? call, 'it was cancelled, or the turn had ended');
    return null;
  }

  private async sendOnce(call: Call, upstream: ReadyUpstream): Promise<Attempt> {
    const withheld = this.gate.withhold(call);
    if (withheld !== null) return withhold(call, upstream, withheld);
    const answering = upstream.send(call.fence);
    crashPoint('after-send');
    return { outcome: await answering, sent: call };
  }

  /** The server has proven that it executed nothing: once more, with what it missed, under a new fence. */
  private async sendAgain(call: Call, proof: NotExecuted): Promise<Attempt> {
    const upstream = await this.openAgain(call, proof);
    if ('kind' in upstream) return { outcome: upstream, sent: call };
    const withheld = this.gate.withhold(call);
    if (withheld !== null) return withhold(call, upstream, withheld);
    const rearmed = await this.repository.rearm(call, upstream.timeoutMs + LEASE_MARGIN_MS);
    if (rearmed !== null) return this.sendOnce(rearmed, upstream);
    upstream.release();
    return notSent(call, 'it was cancelled, or the turn had ended');
  }

  /** Nothing of this turn was sent: to be tried again, or void. */
  private async giveBack(call: Call, { reason, isFinal }: Withheld): Promise<void> {
    await this.repository.release(call, reason, isFinal ? invalidated(reason) : undefined);
  }

  private async openAgain(call: Call, proof: NotExecuted): Promise<ReadyUpstream | NotOpened> {
    try {
      return await this.sender.openAgain(call, proof);
    } catch (error) {
      // The server has answered, and there is no other way to speak to it.
      if (error instanceof WrongEraError && proof.kind === 'wrong_era') return { kind: 'failed', reason: proof.reason };
      return this.notOpened(call, error);
    }
  }

  /** Another try may find the server; it cannot find credentials that a person has yet to give, or mend a definition. */
  private notOpened(call: Call, error: unknown): NotOpened {
    if (error instanceof CannotBeSentError) return { kind: 'failed', reason: error.message };
    if (error instanceof NotConnectedError) return { kind: 'not_sent', reason: error.message };
    this.logger.error({ err: error, callId: call.id }, 'not opened');
    return { kind: 'not_sent', reason: 'it was not reachable' };
  }
}

function notSent(call: Call, reason: string): Attempt {
  return { outcome: { kind: 'not_sent', reason }, sent: call };
}

function withhold(call: Call, upstream: ReadyUpstream, outcome: Withheld): Attempt {
  upstream.release();
  return { outcome, sent: call };
}

function invalidated(reason: string): Outcome {
  return ending('invalidated', reason, notAvailable(reason));
}
