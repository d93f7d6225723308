import { checkModernHeaders, mismatch } from './check-modern-headers.js';
import type { McpHeaders } from './mcp-headers.js';
import { isModernVersion, MODERN_VERSION } from './protocol-version.js';
import { findMetaIssue, META, metaOf, namesItsVersion } from './request-meta.js';
import {
  findRpcId,
  isRecord,
  readRpcMessage,
  type RpcId,
  type RpcMessage,
  type RpcNotification,
  type RpcRequest,
} from './rpc-message.js';
import { RPC, type RpcFault } from './rpc.errors.js';

/** More than any client sends at once; each may be a call. */
export const BATCH_MESSAGES_MAX = 100;

export type ClassifiedBody =
  | { readonly kind: 'modern'; readonly message: RpcRequest | RpcNotification }
  | { readonly kind: 'legacy'; readonly messages: readonly RpcMessage[]; readonly isBatch: boolean }
  | { readonly kind: 'refused'; readonly id: RpcId | null; readonly fault: RpcFault };

/**
 * Which era a body is of. The body decides, because a gateway may drop headers; the headers must not contradict it.
 *
 * | body                                     | header of the version | era                                |
 * |------------------------------------------|-----------------------|------------------------------------|
 * | `_meta` names a revision                 | the same              | modern; -32022 for one not served  |
 * | `_meta` names a revision                 | another               | -32020                             |
 * | `_meta` names none                       | a modern one          | -32602: it is missing              |
 * | `initialize`                             | a modern one          | -32020                             |
 * | a batch with a modern request in it      | any                   | -32600                             |
 * | anything else that is JSON-RPC           | a legacy one, or none | legacy                             |
 */
export function classifyBody(body: unknown, headers: McpHeaders): ClassifiedBody {
  if (Array.isArray(body)) return classifyBatch(body);
  const message = readRpcMessage(body);
  if (message === undefined) return refused(findRpcId(body), invalidRequest('the body is no JSON-RPC message'));
  const fault = message.kind === 'response' ? null : findFault(message, headers);
  if (fault !== null) return refused(message.kind === 'request' ? message.id : null, fault);
  if (message.kind !== 'response' && isModern(message, headers)) return { kind: 'modern', message };
  return { kind: 'legacy', messages: [message], isBatch: false };
}

function classifyBatch(body: readonly unknown[]): ClassifiedBody {
  if (body.length === 0) return refused(null, invalidRequest('the batch is empty'));
  if (body.length > BATCH_MESSAGES_MAX) {
    return refused(null, invalidRequest(`a batch has at most ${BATCH_MESSAGES_MAX} messages`));
  }
  const messages = body.flatMap((element) => readRpcMessage(element) ?? []);
  if (messages.length < body.length)
    return refused(null, invalidRequest('the batch has an element that is no message'));
  if (messages.some((message) => message.kind !== 'response' && namesItsVersion(message.params))) {
    return refused(null, invalidRequest(`revision ${MODERN_VERSION} has no batches`));
  }
  const isInitializing = messages.some((message) => message.kind === 'request' && message.method === 'initialize');
  if (isInitializing && messages.length > 1) return refused(null, invalidRequest('initialize comes alone'));
  return { kind: 'legacy', messages, isBatch: true };
}

function isModern({ params }: RpcRequest | RpcNotification, { version }: McpHeaders): boolean {
  return namesItsVersion(params) || (version !== undefined && isModernVersion(version));
}

function findFault(message: RpcRequest | RpcNotification, headers: McpHeaders): RpcFault | null {
  const isHeaderModern = headers.version !== undefined && isModernVersion(headers.version);
  if (message.method === 'initialize' && !hasModernMeta(message)) {
    return isHeaderModern ? mismatch(headers.version, 'initialize is of an older revision') : null;
  }
  if (namesItsVersion(message.params)) return findModernFault(message, headers);
  if (!isHeaderModern) return null;
  // A notification carries nothing that its handling would need.
  if (message.kind === 'notification') return findMethodFault(message, headers);
  const { key } = findMetaIssue(metaOf(message.params) ?? {}) ?? { key: META.protocolVersion };
  return invalidEnvelope({ missing: [key] }, `the request lacks ${key} in _meta`);
}

function findModernFault(message: RpcRequest | RpcNotification, headers: McpHeaders): RpcFault | null {
  const meta = metaOf(message.params) ?? {};
  const issue = findMetaIssue(meta);
  const isGrave = issue !== null && (message.kind === 'request' || issue.key === META.protocolVersion);
  if (isGrave) return invalidEnvelope(issue, `_meta: ${issue.key} is ${issue.problem}`);
  const named = String(meta[META.protocolVersion]);
  if (headers.version !== undefined && headers.version !== named) {
    return mismatch(headers.version, `_meta names revision ${named}`);
  }
  const fault = findMethodFault(message, headers);
  if (fault !== null) return fault;
  if (named !== MODERN_VERSION) return unsupportedVersion(named);
  return message.kind === 'request' ? checkModernHeaders(message, headers) : null;
}

function findMethodFault({ method }: RpcRequest | RpcNotification, headers: McpHeaders): RpcFault | null {
  if (headers.method === undefined || headers.method === method) return null;
  return mismatch(headers.method, `the body's method is ${method}`);
}

/** Such an `initialize` is a modern request for a method that the modern era does not have. */
function hasModernMeta({ params }: RpcRequest | RpcNotification): boolean {
  const meta = metaOf(params);
  if (!isRecord(meta) || findMetaIssue(meta) !== null) return false;
  return isModernVersion(String(meta[META.protocolVersion]));
}

function refused(id: RpcId | null, fault: RpcFault): ClassifiedBody {
  return { kind: 'refused', id, fault };
}

function invalidRequest(problem: string): RpcFault {
  return { code: RPC.invalidRequest, message: `Bad Request: ${problem}`, status: 400 };
}

function invalidEnvelope(envelope: object, problem: string): RpcFault {
  return { code: RPC.invalidParams, message: `Invalid params: ${problem}`, data: { envelope }, status: 400 };
}

function unsupportedVersion(requested: string): RpcFault {
  const message = `Unsupported protocol version: ${requested}`;
  return { code: RPC.unsupportedVersion, message, data: { supported: [MODERN_VERSION], requested }, status: 400 };
}
