import { Injectable } from '@nestjs/common';
import { principalKey, type ResolveCallRequest } from '@countersign/contracts';
import { newId } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { Copies } from '../copies/copies.js';
import { CopiesHost } from '../copies/copies.host.js';
import { Dispatcher } from '../dispatch/dispatcher.host.js';
import { ending } from '../dispatch/to-outcome.js';
import { judgeTool } from '../gate/call-gate.js';
import type { Call, NewCall, Outcome } from './call.js';
import { ResolutionRepository } from './resolution.repository.js';
import { resolvedBy, retriedBy, errorResult, toResultBytes } from './model-answers.js';
import { SubmissionRepository } from './submission.repository.js';

/** A person has found out what became of a call that nobody knew about, or wants it made again. */
@Injectable()
export class ResolveCall {
  constructor(
    private readonly resolutions: ResolutionRepository,
    private readonly submissions: SubmissionRepository,
    private readonly copies: Copies,
    private readonly host: CopiesHost,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** @throws CallNotFoundError, CallNotUnknownError; for a retry RouterBehindError, RunCancelledError: nothing changed */
  async execute({ workspaceId, callId, actor, outcome, note }: ResolveCallRequest): Promise<Call> {
    const retryId = newId();
    const resolution = { outcome: toResolution(outcome, actor.name, note, retryId), actor: principalKey(actor) };
    if (outcome !== 'retry') return this.resolutions.settleUnknown(workspaceId, callId, resolution);
    this.host.assertCurrent(workspaceId);
    const resolved = await this.resolutions.settleUnknown(workspaceId, callId, {
      ...resolution,
      follow: (tx, call) => this.makeAgain(tx, call, retryId),
    });
    // An allowed one is ready now; anything else is not, and is left alone.
    this.dispatcher.start(workspaceId, retryId);
    return resolved;
  }

  /** A new call of the same principal, judged by the rules of now: `ask` asks again. */
  private async makeAgain(tx: EntityManager, call: Call, id: string): Promise<void> {
    if (call.tool === null) throw new Error(`call ${call.id} was sent and names no tool`);
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
    await this.submissions.recordRetry(tx, again, judgement.expiresInSeconds);
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
