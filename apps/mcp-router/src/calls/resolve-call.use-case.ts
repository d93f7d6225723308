import { Injectable } from '@nestjs/common';
import { principalKey, type ResolveCallRequest } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { Copies } from '../copies/copies.js';
import { InFlight } from '../dispatch/in-flight.host.js';
import { ending } from '../dispatch/to-outcome.js';
import { judgeTool } from '../gate/call-gate.js';
import type { Call, NewCall, Outcome } from './call.js';
import { ResolutionRepository } from './resolution.repository.js';
import { resolvedBy, retriedBy, errorResult, toResultBytes } from './model-answers.js';
import { SubmitCall } from './submit-call.use-case.js';

/** A person has found out what became of a call that nobody knew about, or wants it made again. */
@Injectable()
export class ResolveCall {
  constructor(
    private readonly resolutions: ResolutionRepository,
    private readonly copies: Copies,
    private readonly submitCall: SubmitCall,
    private readonly inFlight: InFlight,
  ) {}

  /** @throws CallNotFoundError, CallNotUnknownError */
  async execute({ workspaceId, callId, actor, outcome, note }: ResolveCallRequest): Promise<Call> {
    const retryId = newId();
    const ended = toResolution(outcome, actor.name, note, retryId);
    const resolved = await this.resolutions.settleUnknown(workspaceId, callId, ended, principalKey(actor));
    if (outcome === 'retry') await this.makeAgain(resolved, retryId);
    return resolved;
  }

  /** A new call of the same principal, judged by the rules of now: `ask` asks again. */
  private async makeAgain(call: Call, id: string): Promise<void> {
    if (call.tool === null) return;
    const judgement = judgeTool(this.copies, call.workspaceId, call.tool, call.strictness);
    const again: NewCall = {
      ...call,
      id,
      state: 'requested',
      verdict: judgement.verdict,
      verdictCode: judgement.code,
      verdictReason: judgement.reason,
      definitionHash: judgement.definitionHash,
      connectionRevision: judgement.connectionRevision,
      review: judgement.review,
      retryOf: call.id,
      approval: null,
    };
    const submission = await this.submitCall.record(again, judgement);
    if (submission.kind === 'running') this.inFlight.track(submission.outcome, { callId: id });
  }
}

function toResolution(outcome: ResolveCallRequest['outcome'], name: string, note: string, retryId: string): Outcome {
  switch (outcome) {
    case 'succeeded': {
      const result = toResultBytes({ content: [{ type: 'text', text: resolvedBy(name, true, note) }] });
      return { state: 'resolved_succeeded', isError: false, reason: note, result };
    }
    case 'failed':
      return ending('resolved_failed', note, resolvedBy(name, false, note));
    case 'retry': {
      const result = toResultBytes(errorResult(retriedBy(name, retryId)));
      return { state: 'retried', isError: true, reason: note, result };
    }
  }
}
