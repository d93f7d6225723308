import { Injectable } from '@nestjs/common';
import { canonicalJson, sha256Hex } from '@countersign/canonical-json';
import type { McpRequest } from '../methods/mcp-method.js';
import { META } from '../protocol/request-meta.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { readWantedInput } from '../relay/input-requests.js';
import { RequestStates } from '../relay/request-states.host.js';

type Members = Readonly<Record<string, unknown>>;

/** What a server is asked, in its own words. */
export interface RoundSubject {
  readonly integrationId: string;
  readonly method: string;
  readonly params: Members;
}

/**
 * A server of 2026-07-28 may want to know more before it answers a modern client's request (MRTR): what it wants is the end
 * of the request, and what it is told comes with the next one. Its state goes through the client sealed, for this question.
 */
@Injectable()
export class InputRounds {
  constructor(private readonly states: RequestStates) {}

  /** What the client brings of an earlier round. @throws RpcError for a state that is not this question's */
  bring({ caller, params }: McpRequest, subject: RoundSubject): Members {
    const { inputResponses, requestState } = params;
    return {
      ...(inputResponses === undefined ? {} : { inputResponses }),
      ...(requestState === undefined ? {} : { requestState: this.states.open(caller, toTexts(subject), requestState) }),
    };
  }

  /** The client's answer, or what is wrong with what the server wants. */
  ask(
    { caller, capabilities }: McpRequest,
    subject: RoundSubject,
    wanted: Members,
  ): { readonly json: string } | { readonly problem: string } {
    const read = readWantedInput(wanted, capabilities);
    if ('problem' in read) return read;
    const { requests, state } = read;
    const answer = {
      resultType: 'input_required',
      ...(requests.size === 0 ? {} : { inputRequests: Object.fromEntries(requests) }),
      ...(state === undefined ? {} : { requestState: this.states.seal(caller, toTexts(subject), state) }),
      _meta: { [META.serverInfo]: SERVER_INFO },
    };
    return { json: JSON.stringify(answer) };
  }
}

function toTexts({ integrationId, method, params }: RoundSubject): readonly string[] {
  return [method, integrationId, sha256Hex(canonicalJson(params))];
}
