import { parseStrictJson, sha256Hex } from '@countersign/canonical-json';
import { type DecideApprovalRequest, getCall, InvalidInputError, principalKey } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { RequestClient } from '@countersign/messaging';
import { bindingHash, type CanonicalArguments, checkArguments, readArguments } from '@countersign/tokens';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ToolDefinitionRepository } from '../tool-policies/tool-definition.repository.js';
import type { ApprovalEntity } from './approval.entity.js';
import { ApprovalNotEditableError, ApprovalNotFoundError, InvalidArgumentsError } from './approval.errors.js';
import { ApprovalRepository } from './approval.repository.js';
import type { ApprovalEdit } from './approval-edit.repository.js';
import { AssertMayDecide } from './assert-may-decide.use-case.js';
import { describeEdit } from './describe-edit.js';
import { toStorableText } from './to-storable-text.js';

/** The arguments that a decision is about, where they are others than were asked for. */
export interface PreparedEdit {
  readonly argumentsHash: string;
  /** Null: the approval was over when it was looked at, so only a repetition can come of it. */
  readonly ready: { readonly bindingHash: string; readonly edit: ApprovalEdit } | null;
}

interface Asked {
  readonly approval: ApprovalEntity;
  /** Of the definition that is approved; undefined: it is not known here. */
  readonly inputSchema: Record<string, unknown> | undefined;
}

/** All that an edit needs before it can be decided in one transaction: the original from the router, and the schema. */
@Injectable()
export class PrepareEdit {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestClient,
    private readonly approvals: ApprovalRepository,
    private readonly definitions: ToolDefinitionRepository,
    private readonly mayDecide: AssertMayDecide,
  ) {}

  /**
   * Null: what was asked for is decided about, as it is.
   *
   * @throws InvalidInputError, ApprovalNotFoundError, InvalidArgumentsError, ApprovalNotEditableError, and what
   *   `AssertMayDecide` does: nobody reads somebody else's arguments by guessing at their problems
   */
  async execute(request: DecideApprovalRequest): Promise<PreparedEdit | null> {
    if (request.arguments === undefined || request.arguments === null) return null;
    assertIsApproval(request);
    const wanted = readArguments(request.arguments);
    const { approval, inputSchema } = await this.database.read(request.workspaceId, (tx) => this.find(tx, request));
    if (wanted.hash === approval.argumentsHash) return null;
    if (approval.state !== 'pending') return { argumentsHash: wanted.hash, ready: null };
    await assertValid(wanted, inputSchema);
    const original = await this.readOriginal(approval);
    const description = describeEdit(request.actor.name || request.actor.id, original, wanted.text);
    const summary = toStorableText(description.summary);
    return {
      argumentsHash: wanted.hash,
      ready: {
        bindingHash: bindingHashOf(approval, wanted.text),
        edit: { original, edited: wanted.text, ...description, summary },
      },
    };
  }

  private async find(tx: EntityManager, request: DecideApprovalRequest): Promise<Asked> {
    const approval = await this.approvals.find(tx, request);
    if (approval === null) throw new ApprovalNotFoundError(request.approvalId);
    if (approval.state === 'pending') await this.mayDecide.execute(tx, approval, request);
    const { workspaceId, definitionHash } = approval;
    const known = await this.definitions.findAll(tx, workspaceId, [definitionHash]);
    return { approval, inputSchema: known.get(definitionHash)?.inputSchema };
  }

  /** What the router has is what was asked for only if it hashes to what this approval is about. */
  private async readOriginal(approval: ApprovalEntity): Promise<string> {
    const { workspaceId, callId, argumentsHash } = approval;
    const call = await this.requests.ask(getCall, { workspaceId, callId });
    const isSame = sha256Hex(call.arguments) === argumentsHash;
    if (isSame && bindingHashOf(approval, call.arguments) === approval.bindingHash) return call.arguments;
    throw new ApprovalNotEditableError(approval.id, 'the router has other arguments than were asked about');
  }
}

function assertIsApproval({ decision }: DecideApprovalRequest): void {
  if (decision === 'approve') return;
  const message = 'arguments are only edited to approve them';
  throw new InvalidInputError([{ pointer: '/arguments', code: 'not_an_approval', message }]);
}

async function assertValid(wanted: CanonicalArguments, schema: Asked['inputSchema']): Promise<void> {
  if (schema === undefined) throw new InvalidArgumentsError('the definition of the tool is not known here yet');
  const check = await checkArguments(schema, parseStrictJson(wanted.text));
  if (check.kind === 'uncheckable') throw new InvalidArgumentsError(check.reason);
  if (check.kind === 'valid') return;
  const problems = check.problems.map((problem) => ({ ...problem, pointer: `/arguments${problem.pointer}` }));
  throw new InvalidInputError(problems, 'approval.invalid_arguments');
}

/** From the row, by the version that the request came with: an older router checks by what it knows. */
function bindingHashOf(approval: ApprovalEntity, argumentsText: string): string {
  const { workspaceId: workspace, callId, integrationId, connectionRevision, definitionHash } = approval;
  const fields = {
    workspace,
    callId,
    integrationId,
    connectionRevision,
    toolName: approval.toolName.toString(),
    definitionHash,
    arguments: parseStrictJson(argumentsText),
    principal: principalKey(approval.principal),
    expiresAt: approval.expiresAt.toISOString(),
  };
  return bindingHash(fields, approval.bindingVersion);
}
