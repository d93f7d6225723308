import type { NewCall, Outcome, WaitingClient } from '../../calls/call.js';
import type { UpstreamRpcError } from '../../calls/call.js';
import { RpcError } from '../protocol/rpc.errors.js';
import { isRecord } from '../protocol/rpc-message.js';

/**
 * One `tools/call` of a client, as the server behind it knows that client: round after round, until there is an answer. Only
 * for calls that nobody needs to approve; what waits for a person is executed without a client behind it.
 */
export interface Dialogue {
  /** Who waits for the round that is made now. @throws RpcError where the client brings a state that is not this call's */
  begin(call: CalledSubject): WaitingClient;
  /** What the client is answered; null: another round is to be made. @throws RpcError for an error that is the client's to read */
  answer(call: NewCall, outcome: Outcome): Promise<Buffer | null>;
}

export type CalledSubject = Pick<NewCall, 'tool' | 'argumentsHash'>;

/** For whom a server's state is sealed: this tool with these arguments, and nobody else's. */
export function subjectOf({ tool, argumentsHash }: CalledSubject): readonly string[] {
  return ['tools/call', tool?.integrationId ?? '', tool?.toolName ?? '', argumentsHash];
}

const MESSAGE_LENGTH_MAX = 500;
const DATA_LENGTH_MAX = 64 * 1_024;

/** A server's error in its own words, as far as a client must put up with their length. */
export function toClientError({ code, message, data }: UpstreamRpcError, status = 200): RpcError {
  const isShort = isRecord(data) && JSON.stringify(data).length <= DATA_LENGTH_MAX;
  const fault = { code, message: message.slice(0, MESSAGE_LENGTH_MAX), status };
  return new RpcError(isShort ? { ...fault, data } : fault);
}
