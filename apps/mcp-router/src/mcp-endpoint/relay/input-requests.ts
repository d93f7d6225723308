import { REQUEST_STATE_BYTES_MAX, SERVER_REQUESTS_MAX } from '../../limits.js';
import { isDeclared, type MirroredCapabilities, type ServerRequest } from '../../upstream/call-sink.js';
import { isRecord } from '../protocol/rpc-message.js';

/** What a server wants before it goes on (`input_required`), read and found to be within its rights. */
export interface WantedInput {
  readonly requests: ReadonlyMap<string, ServerRequest>;
  /** To be brought back with the answers. */
  readonly state: string | undefined;
}

export type ReadInput = WantedInput | { readonly problem: string };

/** @returns the problem with one that asks for nothing, for too much, or for what its client did not declare */
export function readWantedInput(
  { inputRequests = {}, requestState }: Readonly<Record<string, unknown>>,
  capabilities: MirroredCapabilities,
): ReadInput {
  if (!isRecord(inputRequests)) return { problem: 'the server asked for more input in a way that cannot be read' };
  const requests = new Map<string, ServerRequest>();
  for (const [key, request] of Object.entries(inputRequests)) {
    const read = readRequest(request, capabilities);
    if ('problem' in read) return read;
    requests.set(key, read);
  }
  if (requests.size > SERVER_REQUESTS_MAX) return { problem: `the server asked ${requests.size} questions at once` };
  if (requestState === undefined) {
    return requests.size === 0
      ? { problem: 'the server asked for more input, and not for what' }
      : { requests, state: undefined };
  }
  const isStateRight = typeof requestState === 'string' && Buffer.byteLength(requestState) <= REQUEST_STATE_BYTES_MAX;
  return isStateRight ? { requests, state: requestState } : { problem: 'the server wants to have too much back' };
}

function readRequest(request: unknown, capabilities: MirroredCapabilities): ServerRequest | { problem: string } {
  if (!isRecord(request) || typeof request['method'] !== 'string')
    return { problem: 'the server asked nothing that can be read' };
  const { method, params = {} } = request;
  if (!isRecord(params)) return { problem: 'the server asked nothing that can be read' };
  if (isDeclared(capabilities, method)) return { method, params };
  return { problem: 'the server asked what its client did not say that it can be asked' };
}
