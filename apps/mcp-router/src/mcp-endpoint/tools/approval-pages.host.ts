import type { Call } from '../../calls/call.js';
import { openApprovalPage } from '../../calls/model-answers.js';
import type { Caller } from '../../callers/caller.js';
import { REQUEST_STATE_AGE_MS_MAX } from '../../limits.js';
import { isRecord, type RpcParams } from '../protocol/rpc-message.js';
import { invalidParams, RpcError } from '../protocol/rpc.errors.js';
import { Sealer } from '../relay/sealer.host.js';
import { holderOf } from '../sessions/legacy-session.js';

const PURPOSE = 'countersign mcp approval state 1';
/** Tells our own state from a server's, which is sealed too. */
const PREFIX = 'approval.';
const KEY = 'approval';
/** Of revision 2025-11-25; the next one has a result for it. */
const URL_ELICITATION_REQUIRED = -32_042;

/** Exactly what was called; a state that was given for it is no good for anything else. */
export interface PagedCall {
  readonly name: string;
  readonly argumentsHash: string;
}

/** The client comes back with what it was given for a call of before. */
export interface ReturnToCall {
  readonly callId: string;
  /** It may have opened the page. Whether anything was decided there is for the approval to say, and for nobody else. */
  readonly hasAgreed: boolean;
}

/**
 * The approval's page, for the person in front of a client. It asks for that person's own login, so that a client can only
 * show the way: what it says about the page, `accept` included, decides nothing.
 */
export class ApprovalPages {
  private readonly sealer: Sealer;

  constructor(
    private readonly publicUrl: string | null,
    sealingPrivateKeyPem: string,
  ) {
    this.sealer = new Sealer(sealingPrivateKeyPem, PURPOSE);
  }

  /** Null where the gateway's address is not known, or nothing waits. */
  elicitationOf({ approval }: Call): { readonly mode: 'url'; readonly url: string; readonly message: string } | null {
    if (this.publicUrl === null || approval === null) return null;
    const url = `${this.publicUrl.replace(/\/+$/, '')}/approvals/${approval.id}`;
    return { mode: 'url', url, message: openApprovalPage(approval.expiresAt) };
  }

  /** The result with which a modern client is sent there and back. */
  toInputRequired(caller: Caller, { call, toolName }: { call: Call; toolName: string }, params: object): object {
    const context = contextOf(caller, { name: toolName, argumentsHash: call.argumentsHash });
    const sealed = this.sealer.seal(JSON.stringify([Date.now(), call.id]), context);
    return {
      resultType: 'input_required',
      inputRequests: { [KEY]: { method: 'elicitation/create', params } },
      requestState: `${PREFIX}${sealed}`,
    };
  }

  /** Null: the request does not come back from a page. @throws RpcError for a state that was not given for this very call */
  findReturn(caller: Caller, call: PagedCall, { requestState, inputResponses }: RpcParams): ReturnToCall | null {
    if (typeof requestState !== 'string' || !requestState.startsWith(PREFIX)) return null;
    const text = this.sealer.open(requestState.slice(PREFIX.length), contextOf(caller, call));
    if (text === undefined) throw invalidParams('requestState is not the one that was given for this call');
    const [sealedAtMs, callId] = JSON.parse(text) as [number, string];
    if (Date.now() - sealedAtMs > REQUEST_STATE_AGE_MS_MAX) {
      throw invalidParams('requestState is too old: begin again without it');
    }
    const answer = isRecord(inputResponses) ? inputResponses[KEY] : undefined;
    return { callId, hasAgreed: isRecord(answer) && answer['action'] === 'accept' };
  }
}

/** The error with which a client of 2025-11-25 is sent to the page; it then makes the identical call, which is this one. */
export function pageRequired({ approval }: Call, elicitation: { readonly message: string }): RpcError {
  const data = { elicitations: [{ ...elicitation, elicitationId: approval?.id }] };
  return new RpcError({ code: URL_ELICITATION_REQUIRED, message: elicitation.message, data, status: 200 });
}

function contextOf(caller: Caller, { name, argumentsHash }: PagedCall): string {
  return JSON.stringify([holderOf(caller), name, argumentsHash]);
}
