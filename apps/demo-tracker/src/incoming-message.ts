import { isRecord, type JsonRecord } from './json.js';

/** The part of a JSON-RPC request that faults and the ledger look at. */
export interface IncomingRequest {
  readonly id: unknown;
  readonly method: string;
  readonly params: JsonRecord;
}

/** The requests in a body: one, several in a batch of the oldest revision, or none (notifications, answers, no JSON). */
export function incomingRequests(body: string): readonly IncomingRequest[] {
  const parsed = parse(body);
  const messages = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  return messages.flatMap((message) => {
    if (!isRecord(message) || typeof message['method'] !== 'string' || !('id' in message)) return [];
    const { id, method, params } = message;
    return [{ id, method, params: isRecord(params) ? params : {} }];
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The protocol's own layer answers what is not JSON; here it is just no request.
    return undefined;
  }
}
