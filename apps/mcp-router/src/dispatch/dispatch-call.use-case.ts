import { Injectable, Logger } from '@nestjs/common';
import { crashPoint } from '@countersign/database';
import type { Call, Outcome } from '../calls/call.js';
import { CallSignals } from '../calls/call-signals.js';
import { notAvailable } from '../calls/model-answers.js';
import { LEASE_MARGIN_MS, SEND_WINDOW_MS } from '../limits.js';
import { NotConnectedError } from '../upstream/upstream.client.js';
import type { UpstreamOutcome } from '../upstream/upstream-outcome.js';
import { CallSender, type ReadyUpstream } from './call-sender.client.js';
import { DispatchGate } from './dispatch-gate.client.js';
import { DispatchRepository } from './dispatch.repository.js';
import { ending, toOutcome } from './to-outcome.js';

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
    private readonly signals: CallSignals,
  ) {}

  /** Returns when this worker has nothing more to do for the call. Any number of workers may try at once. */
  async execute(workspaceId: string, callId: string): Promise<void> {
    const call = await this.repository.find(workspaceId, callId);
    if (call?.state !== 'approved') return;
    try {
      if (await this.isReady(call)) await this.takeTurn(call);
    } finally {
      this.signals.changed(callId);
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
    if (verdict.action === 'invalidate') await this.repository.end(call, invalidated(verdict));
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
    const verdict = this.gate.judge(call);
    if (verdict.action === 'proceed') return this.send(call, upstream);
    upstream.release();
    if (verdict.action === 'wait') await this.repository.release(call, 'the rules are being caught up with');
    else await this.repository.release(call, verdict.reason.text, invalidated(verdict));
  }

  private async open(call: Call): Promise<ReadyUpstream | null> {
    try {
      return await this.sender.open(call, { reuse: false });
    } catch (error) {
      if (!(error instanceof NotConnectedError)) this.logger.error({ err: error, callId: call.id }, 'not opened');
      await this.repository.release(call, error instanceof NotConnectedError ? error.message : 'it was not reachable');
      return null;
    }
  }

  private async send(call: Call, upstream: ReadyUpstream): Promise<void> {
    crashPoint('before-t2');
    const armed = await this.arm(call, upstream);
    if (armed === null) return;
    let { outcome, sent } = await this.sendOnce(armed, upstream);
    if (outcome.kind === 'session_lost') ({ outcome, sent } = await this.sendAgain(sent));
    if (outcome.kind === 'not_sent') return this.repository.release(sent, outcome.reason);
    crashPoint('before-t3');
    await this.repository.settle(sent, toOutcome(sent.id, outcome));
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

  private async sendOnce(call: Call, upstream: ReadyUpstream): Promise<{ outcome: UpstreamOutcome; sent: Call }> {
    const answering = upstream.send(call.fence);
    crashPoint('after-send');
    return { outcome: await answering, sent: call };
  }

  /** The server has proven that it executed nothing: once more, with a new session, under a new fence. */
  private async sendAgain(call: Call): Promise<{ outcome: UpstreamOutcome; sent: Call }> {
    const upstream = await this.openAgain(call);
    if (upstream === null) return notSent(call, 'the server lost the session and begins no new one');
    const rearmed = await this.repository.rearm(call, upstream.timeoutMs + LEASE_MARGIN_MS);
    if (rearmed !== null) return this.sendOnce(rearmed, upstream);
    upstream.release();
    return notSent(call, 'it was cancelled, or the turn had ended');
  }

  private async openAgain(call: Call): Promise<ReadyUpstream | null> {
    try {
      return await this.sender.open(call, { reuse: false });
    } catch (error) {
      if (error instanceof NotConnectedError) return null;
      throw error;
    }
  }
}

function notSent(call: Call, reason: string): { outcome: UpstreamOutcome; sent: Call } {
  return { outcome: { kind: 'not_sent', reason }, sent: call };
}

function invalidated({ reason }: { readonly reason: { readonly text: string } }): Outcome {
  return ending('invalidated', reason.text, notAvailable(reason.text));
}
