import type { RpcError as ServerError } from '../../upstream/upstream-outcome.js';
import type { Era } from '../protocol/protocol-version.js';
import { isRecord } from '../protocol/rpc-message.js';
import { RPC, RpcError, type RpcFault } from '../protocol/rpc.errors.js';

/** Servers are not trusted with the length of what clients read. */
const MESSAGE_LENGTH_MAX = 1_000;
const DATA_LENGTH_MAX = 64 * 1_024;

/** JSON-RPC keeps these for itself and for protocols on top of it; all others are the application's own. */
const RESERVED = { least: -32_768, greatest: -32_000 };

/** Reserved codes that say of the *request* what is wrong with it, whoever says it. */
const PASSED: readonly number[] = [RPC.invalidParams, RPC.internalError];

/**
 * A server's error as its client may read it:
 *
 * | code                                                  | becomes                                                    |
 * |-------------------------------------------------------|------------------------------------------------------------|
 * | -32602, -32603, and what is not reserved              | the same, with its message and data                        |
 * | -32002 (a resource that is not there, until 2025)     | the same to a legacy client, -32602 to a modern one        |
 * | -32602 whose `data.uri` is the resource, since 2026   | -32002 to a legacy client                                  |
 * | -32021 (a capability that the request does not have)  | the same, with HTTP 400; nothing of it is ours to judge    |
 * | any other: sessions, headers, revisions, methods      | -32603: it is about *our* talk with the server             |
 *
 * @param toClientUri what the client calls a resource of the server
 */
export function toPassedError(error: ServerError, era: Era, toClientUri: (uri: string) => string): RpcFault {
  const data = readData(error.data, toClientUri);
  const code = codeOf(error.code, era, typeof data?.['uri'] === 'string');
  const message = error.message.slice(0, MESSAGE_LENGTH_MAX);
  const status = code === RPC.missingCapability ? 400 : 200;
  return data === undefined ? { code, message, status } : { code, message, data, status };
}

/** No answer of the server's own. */
export function unanswered(slug: string, reason: string): RpcError {
  return new RpcError({ code: RPC.internalError, message: `${slug} did not answer: ${reason}`, status: 200 });
}

/** What a server answered is not what it was asked for. */
export function unreadable(slug: string, wanted: string): RpcError {
  const message = `${slug} answered with something that is no ${wanted}`;
  return new RpcError({ code: RPC.internalError, message, status: 200 });
}

function codeOf(code: number, era: Era, namesResource: boolean): number {
  const isNotFound = code === RPC.resourceNotFound || (code === RPC.invalidParams && namesResource);
  if (isNotFound) return era === 'modern' ? RPC.invalidParams : RPC.resourceNotFound;
  const isReserved = code >= RESERVED.least && code <= RESERVED.greatest;
  const isPassed = PASSED.includes(code) || (code === RPC.missingCapability && era === 'modern');
  return Number.isInteger(code) && (!isReserved || isPassed) ? code : RPC.internalError;
}

function readData(data: unknown, toClientUri: (uri: string) => string): Record<string, unknown> | undefined {
  if (!isRecord(data) || JSON.stringify(data).length > DATA_LENGTH_MAX) return undefined;
  const { uri } = data;
  return typeof uri === 'string' ? { ...data, uri: toClientUri(uri) } : data;
}
