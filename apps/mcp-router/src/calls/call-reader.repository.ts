import { Injectable } from '@nestjs/common';
import type { CallArgumentsStart } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { Caller } from '../callers/caller.js';
import type { Call } from './call.js';
import type { CallFilter } from './call-filter.js';
import { CallHasNoResultError, InvalidCursorError } from './call.errors.js';
import { CallRepository } from './call.repository.js';
import { CallResultRepository, type ResultRange } from './call-result.repository.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads of one workspace, each in its own read-only transaction. */
@Injectable()
export class CallReader {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly results: CallResultRepository,
  ) {}

  /** @throws CallNotFoundError, also for another workspace's */
  async get(workspaceId: string, callId: string): Promise<Call> {
    return this.database.read(workspaceId, (tx) => this.calls.get(tx, callId));
  }

  async findByApprovalOrId(workspaceId: string, id: string): Promise<Call | null> {
    if (!UUID.test(id)) return null;
    return this.database.read(workspaceId, (tx) => this.calls.findByApprovalOrId(tx, id));
  }

  /** Newest first; a cursor is the id of the last call that was looked at: a page may be short, or empty. */
  async list(
    workspaceId: string,
    { cursor, limit, ...filter }: CallFilter & { readonly cursor?: string; readonly limit: number },
  ): Promise<{ readonly calls: readonly Call[]; readonly nextCursor: string | null }> {
    if (cursor !== undefined && !UUID.test(cursor)) throw new InvalidCursorError();
    const wanted = Math.max(1, limit);
    const query = { ...filter, limit: wanted + 1, ...(cursor === undefined ? {} : { before: cursor }) };
    const { calls: found, scannedTo } = await this.database.read(workspaceId, (tx) => this.calls.listPage(tx, query));
    const calls = found.slice(0, wanted);
    return { calls, nextCursor: found.length > wanted ? (calls.at(-1)?.id ?? null) : scannedTo };
  }

  /** From their beginnings; of those that are there. */
  async listArguments(workspaceId: string, callIds: readonly string[]): Promise<CallArgumentsStart[]> {
    return this.database.read(workspaceId, (tx) => this.calls.listArguments(tx, callIds));
  }

  /** @throws CallNotFoundError, CallHasNoResultError */
  async readResult(
    workspaceId: string,
    callId: string,
    range: { readonly offset: number; readonly length: number },
  ): Promise<ResultRange> {
    return this.database.read(workspaceId, async (tx) => {
      const { state } = await this.calls.get(tx, callId);
      const read = await this.results.readRange(tx, callId, range);
      if (read === null) throw new CallHasNoResultError(callId, state);
      return read;
    });
  }

  async findResult(workspaceId: string, callId: string): Promise<Buffer | null> {
    return this.database.read(workspaceId, (tx) => this.results.find(tx, callId));
  }

  /** The calls that a request of this caller waits for: one, unless its client uses ids twice. */
  async listOpenOfClientRequest({ workspaceId, principal }: Caller, requestKey: string): Promise<readonly Call[]> {
    return this.database.read(workspaceId, (tx) => this.calls.listOpenOfClientRequest(tx, principal, requestKey));
  }

  async markClientGone(workspaceId: string, callId: string): Promise<void> {
    await this.database.transaction(workspaceId, (tx) => this.calls.markClientGone(tx, callId));
  }
}
