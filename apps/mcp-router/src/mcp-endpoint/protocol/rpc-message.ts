export type RpcId = string | number;
export type RpcParams = Readonly<Record<string, unknown>>;

export interface RpcRequest {
  readonly kind: 'request';
  readonly id: RpcId;
  readonly method: string;
  readonly params: RpcParams;
}

export interface RpcNotification {
  readonly kind: 'notification';
  readonly method: string;
  readonly params: RpcParams;
}

/** What a legacy client answers to a request of ours. */
export interface RpcResponse {
  readonly kind: 'response';
  readonly id: RpcId | null;
  readonly body: RpcParams;
}

export type RpcMessage = RpcRequest | RpcNotification | RpcResponse;

const NO_PARAMS: RpcParams = {};

/** @returns undefined for what is no JSON-RPC 2.0 message as MCP knows them: ids are texts or whole numbers, never null */
export function readRpcMessage(value: unknown): RpcMessage | undefined {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return undefined;
  const { id, method, params = NO_PARAMS } = value;
  if (method === undefined) return readResponse(value);
  if (typeof method !== 'string' || !isRecord(params)) return undefined;
  if (isRpcId(id)) return { kind: 'request', id, method, params };
  return id === undefined ? { kind: 'notification', method, params } : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isRpcId(value: unknown): value is RpcId {
  return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
}

/** The id that an error about this body can carry, whatever else is wrong with it. */
export function findRpcId(value: unknown): RpcId | null {
  return isRecord(value) && isRpcId(value['id']) ? value['id'] : null;
}

function readResponse(body: Record<string, unknown>): RpcResponse | undefined {
  const id = body['id'] ?? null;
  const isAnswer = isRecord(body['error']) || (id !== null && isRecord(body['result']));
  return isAnswer && (id === null || isRpcId(id)) ? { kind: 'response', id, body } : undefined;
}
