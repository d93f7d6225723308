import { Injectable } from '@nestjs/common';
import { approvalRequested, assertNever, principalKey } from '@countersign/contracts';
import { crashPoint, Database, databaseNow, newId, Outbox } from '@countersign/database';
import { BINDING_VERSION } from '@countersign/tokens';
import type { EntityManager } from 'typeorm';
import { toApprovalRequested } from '../approvals/announce-approval.js';
import { ending, failure } from '../dispatch/to-outcome.js';
import { PENDING_PER_PRINCIPAL_MAX, RECONCILE_AFTER_MS } from '../limits.js';
import type { Call, NewCall, PendingApproval } from './call.js';
import { bindingHashOf } from './call-binding.js';
import { RunCancelledError } from './call.errors.js';
import { CallRepository } from './call.repository.js';
import { CallTransitionRepository } from './call-transition.repository.js';
import { notAvailable } from './model-answers.js';
import { Turns } from './turns.js';

const TOO_MANY = `${PENDING_PER_PRINCIPAL_MAX} calls wait for a person already. Wait until some of them are decided.`;

/** What a question to a person needs beside the call. */
export interface Asking {
  readonly expiresInSeconds: number;
  readonly clientRequest: string | undefined;
}

/** How a call that is not sent at once comes into the ledger: refused, or waiting for a person. */
@Injectable()
export class SubmissionRepository {
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
    private readonly outbox: Outbox,
  ) {}

  async deny(call: NewCall): Promise<Call> {
    return this.database.transaction(call.workspaceId, (tx) => this.insertDenied(tx, call));
  }

  /**
   * The row, its binding and its announcement in one commit. An external client's identical call is the same call; a
   * run's repeated submission too. One at a time of each principal: a connection that waits for the principal's lock is one
   * that nobody else can use.
   */
  ask(call: NewCall, asking: Asking): Promise<Call> {
    return this.turns.take(`${call.workspaceId} ${call.principal.id}`, () => this.askInTurn(call, asking));
  }

  private async askInTurn(call: NewCall, { expiresInSeconds, clientRequest }: Asking): Promise<Call> {
    const recorded = await this.database.transaction(call.workspaceId, async (tx) => {
      await this.calls.lockPrincipal(tx, call.workspaceId, call.principal.id);
      const asked = (await this.findSame(tx, call)) ?? (await this.insertAsked(tx, call, expiresInSeconds));
      if (clientRequest !== undefined) await this.calls.noteClientRequest(tx, asked, clientRequest);
      return asked;
    });
    crashPoint('after-ledger-row');
    return recorded;
  }

  /** Begun and ended in one commit, without ever having been sent: `sent_at` stays null, and no sweeper finds it. */
  async fail(call: NewCall, reason: string): Promise<Call> {
    return this.database.transaction(call.workspaceId, async (tx) => {
      const inserted = await this.calls.insert(tx, call);
      if (inserted === null) return this.requireSubmitted(tx, call);
      const step = { to: 'dispatching', actor: principalKey(call.principal), reason: call.verdictReason } as const;
      const set = 'fence = fence + 1, lease_until = clock_timestamp()';
      const begun = this.require(await this.transitions.move(tx, inserted, step, { set }));
      return this.require(await this.transitions.settle(tx, begun, failure(reason), 'system'));
    });
  }

  /** The call that a run's repeated submission means. @throws RunCancelledError when there is none: nothing new begins */
  async getSubmitted(call: NewCall): Promise<Call> {
    return this.database.read(call.workspaceId, (tx) => this.requireSubmitted(tx, call));
  }

  /**
   * A call that a person has made again, in the transaction that ends the one before it and under the principal's lock.
   * An allowed one is left `approved`, for whoever dispatches next.
   *
   * @throws RunCancelledError
   */
  async recordRetry(tx: EntityManager, call: NewCall, expiresInSeconds: number): Promise<Call> {
    const { runId, verdict } = call;
    if (runId !== null && (await this.calls.isRunCancelled(tx, runId))) throw new RunCancelledError(runId);
    switch (verdict) {
      case 'deny':
        return this.insertDenied(tx, call);
      case 'ask':
        return this.insertAsked(tx, call, expiresInSeconds);
      case 'allow':
        return this.insertApproved(tx, call);
      default:
        return assertNever(verdict);
    }
  }

  private async findSame(tx: EntityManager, call: NewCall): Promise<Call | null> {
    const { runId, toolCallId, tool, definitionHash, argumentsHash } = call;
    if (runId !== null && toolCallId !== null) {
      const known = await this.calls.findByRun(tx, runId, toolCallId);
      if (known === null && (await this.calls.isRunCancelled(tx, runId))) throw new RunCancelledError(runId);
      return known;
    }
    if (tool === null || definitionHash === null) return null;
    const { integrationId, toolName } = tool;
    const principalId = call.principal.id;
    return this.calls.findAttachable(tx, { principalId, integrationId, toolName, argumentsHash, definitionHash });
  }

  private async insertDenied(tx: EntityManager, call: NewCall): Promise<Call> {
    const inserted = await this.calls.insert(tx, call);
    if (inserted === null) return this.requireSubmitted(tx, call);
    const outcome = ending('denied', call.verdictReason, notAvailable(call.verdictReason));
    return this.require(await this.transitions.settle(tx, inserted, outcome, principalKey(call.principal)));
  }

  private async insertAsked(tx: EntityManager, call: NewCall, expiresInSeconds: number): Promise<Call> {
    const pending = await this.calls.countPending(tx, call.principal.id);
    if (pending < PENDING_PER_PRINCIPAL_MAX) return this.insertPending(tx, call, expiresInSeconds);
    return this.insertDenied(tx, {
      ...call,
      verdict: 'deny',
      verdictCode: 'pending.limit',
      verdictReason: TOO_MANY,
    });
  }

  private async insertApproved(tx: EntityManager, call: NewCall): Promise<Call> {
    const inserted = this.require(await this.calls.insert(tx, call));
    const step = { to: 'approved', actor: principalKey(call.principal), reason: call.verdictReason } as const;
    return this.require(await this.transitions.move(tx, inserted, step, { set: 'due_at = clock_timestamp()' }));
  }

  private async insertPending(tx: EntityManager, call: NewCall, expiresInSeconds: number): Promise<Call> {
    const now = await databaseNow(tx);
    const approval = toPendingApproval(call, new Date(now.getTime() + expiresInSeconds * 1_000));
    const inserted = this.require(await this.calls.insert(tx, { ...call, approval }));
    const step = { to: 'pending_approval', actor: principalKey(call.principal), reason: call.verdictReason } as const;
    const pending = await this.transitions.move(tx, inserted, step, {
      set: `due_at = now() + $5 * interval '1 millisecond'`,
      parameters: [RECONCILE_AFTER_MS],
    });
    await this.outbox.add(tx, approvalRequested, {
      workspaceId: call.workspaceId,
      aggregateId: call.id,
      eventId: approval.eventId,
      occurredAt: now,
      data: toApprovalRequested(call, approval, now),
    });
    return this.require(pending);
  }

  private async requireSubmitted(tx: EntityManager, { runId, toolCallId }: NewCall): Promise<Call> {
    const known = runId && toolCallId ? await this.calls.findByRun(tx, runId, toolCallId) : null;
    if (known === null) throw new RunCancelledError(runId ?? '');
    return known;
  }

  /** Inside one transaction, on a row that it has just inserted, nobody else can have been first. */
  private require(call: Call | null): Call {
    if (call === null) throw new Error('a row that was just inserted has moved');
    return call;
  }
}

function toPendingApproval(call: NewCall, expiresAt: Date): PendingApproval {
  return {
    id: newId(),
    eventId: newId(),
    bindingHash: bindingHashOf(call, expiresAt, BINDING_VERSION),
    bindingVersion: BINDING_VERSION,
    expiresAt,
  };
}
