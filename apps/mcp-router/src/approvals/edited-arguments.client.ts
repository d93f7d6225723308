import { parseStrictJson } from '@countersign/canonical-json';
import {
  type ApprovalDecided,
  type EditedArguments,
  InvalidInputError,
  readEditedArguments,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { RemoteError, RequestClient } from '@countersign/messaging';
import { checkArguments, readArguments } from '@countersign/tokens';
import { Injectable } from '@nestjs/common';
import type { Call, CalledTool, CallEdit } from '../calls/call.js';
import { CallRepository } from '../calls/call.repository.js';
import { Definitions } from '../offers/definitions.client.js';
import { UnusableGrantError } from './grant.errors.js';
import { GrantReader } from './grant-reader.js';

export type FetchedEdit =
  | ({ readonly kind: 'edit' } & CallEdit)
  /** What they were approved for is not there any more. */
  | { readonly kind: 'void'; readonly reason: string };

/** Fetches what an approver made of the arguments, and checks it again: nothing is sent because policy says that it is fine. */
@Injectable()
export class EditedArgumentsClient {
  constructor(
    private readonly requests: RequestClient,
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly definitions: Definitions,
    private readonly grants: GrantReader,
  ) {}

  /**
   * Null: the decision is not about edited arguments, or comes too late for any.
   *
   * @throws UnusableGrantError, and whatever a neighbour that cannot be reached fails with: to be tried again
   */
  async fetchFor(
    workspaceId: string,
    { approvalId, callId, outcome, grant }: ApprovalDecided,
  ): Promise<FetchedEdit | null> {
    if (outcome !== 'approved') return null;
    const claims = this.grants.read(grant);
    if (claims === 'expired' || !claims.argumentsEdited) return null;
    const call = await this.database.read(workspaceId, (tx) => this.calls.find(tx, callId));
    if (call?.state !== 'pending_approval' || call.cancelRequested) return null;
    const { tool, definitionHash } = call;
    if (tool === null || definitionHash === null) throw new UnusableGrantError('the call names no tool');
    const edit = toEdit(await this.read(workspaceId, approvalId));
    const schema = await this.inputSchemaOf(call, tool, definitionHash);
    if ('kind' in schema) return schema;
    await assertValid(schema.inputSchema, edit);
    return { kind: 'edit', ...edit };
  }

  private async read(workspaceId: string, approvalId: string): Promise<EditedArguments> {
    try {
      return await this.requests.ask(readEditedArguments, { workspaceId, approvalId });
    } catch (error) {
      if (!(error instanceof RemoteError) || error.code !== 'approval.not_edited') throw error;
      throw new UnusableGrantError('policy knows of no edited arguments', { cause: error });
    }
  }

  /** Of the very definition that was approved; the registry has the newest one alone. */
  private async inputSchemaOf(
    { workspaceId, exposedName }: Call,
    tool: CalledTool,
    definitionHash: string,
  ): Promise<{ readonly inputSchema: Record<string, unknown> } | FetchedEdit> {
    try {
      const offer = { exposedName, tool, definitionHash, verdict: 'ask' } as const;
      const [found] = await this.definitions.of(workspaceId, [offer]);
      if (found !== undefined) return { inputSchema: found[1].inputSchema };
      return { kind: 'void', reason: 'The definition of the tool changed.' };
    } catch (error) {
      if (!(error instanceof RemoteError) || error.code !== 'integration.not_found') throw error;
      return { kind: 'void', reason: 'The integration was removed.' };
    }
  }
}

function toEdit(edited: EditedArguments): CallEdit {
  try {
    const { text, hash } = readArguments(edited.arguments);
    return { argumentsText: text, argumentsHash: hash, summary: toStorable(edited.summary) };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new UnusableGrantError('the edited arguments cannot be read', { cause: error });
  }
}

async function assertValid(inputSchema: Record<string, unknown>, { argumentsText }: CallEdit): Promise<void> {
  const check = await checkArguments(inputSchema, parseStrictJson(argumentsText));
  if (check.kind !== 'valid') throw new UnusableGrantError('the edited arguments are not what the tool asks for');
}

/** Postgres text holds neither U+0000 nor half a character. */
function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
