import type { RequestOutcome, RpcError, ToolResult, UpstreamOutcome } from './upstream-outcome.js';

/** A JSON-RPC response, not yet judged. */
export interface RpcAnswer {
  readonly result?: unknown;
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown };
}

/** Servers are not trusted with the length of what people read. */
const REASON_LENGTH_MAX = 500;

/** @returns undefined for anything that is not the response to this id */
export function toRpcAnswer(message: unknown, id: string): RpcAnswer | undefined {
  if (!isRecord(message) || message['id'] !== id || 'method' in message) return undefined;
  const { result, error } = message;
  if (isRecord(error)) return { error };
  return result === undefined ? undefined : { result };
}

/** A response with status 2xx: the server has spoken, so the outcome is known unless it says nothing that can be read. */
export function toOutcome(answer: RpcAnswer, hasSink: boolean, takesTasks = false): RequestOutcome {
  if (answer.error !== undefined) return toFailed(`the server answered with ${describe(answer.error)}`, answer);
  const { result } = answer;
  if (!isRecord(result)) return { kind: 'unknown', reason: 'the server answered with something that is no result' };
  const type = result['resultType'] ?? 'complete';
  if (type === 'input_required') {
    if (hasSink) return { kind: 'input_required', result };
    return { kind: 'failed', reason: 'the server asked for more input, and nobody is there to give it' };
  }
  if (type === 'task' && takesTasks) return { kind: 'task', reason: 'the server works on it as a task', result };
  if (type !== 'complete')
    return { kind: 'failed', reason: `the server answered with a ${short(type)}, which was not asked for` };
  return { kind: 'result', result };
}

/** The same of a tool. */
export function toToolOutcome(outcome: RequestOutcome): UpstreamOutcome {
  return outcome.kind === 'result' ? { kind: 'result', result: toToolResult(outcome.result) } : outcome;
}

function toFailed(reason: string, answer: RpcAnswer | undefined): RequestOutcome {
  const { code, message, data } = answer?.error ?? {};
  if (typeof code !== 'number' || typeof message !== 'string') return { kind: 'failed', reason };
  const error: RpcError = { code, message, ...(data === undefined ? {} : { data }) };
  return { kind: 'failed', reason, error };
}

export function toOutcomeReason(status: number, answer: RpcAnswer | undefined): string {
  const said = answer?.error === undefined ? '' : `: ${describe(answer.error)}`;
  return `the server answered HTTP ${status}${said}`;
}

/** An HTTP status that is no success. Only what proves that nothing was executed may be called failed. */
export function toHttpOutcome(status: number, answer: RpcAnswer | undefined, hadSession: boolean): RequestOutcome {
  const reason = toOutcomeReason(status, answer);
  if (status >= 500) return { kind: 'unknown', reason, isServerError: true };
  if (status < 300) return { kind: 'unknown', reason };
  if (hadSession && isLostSession(status, answer)) return { kind: 'session_lost', reason };
  return toFailed(reason, answer);
}

/**
 * 404 by the book. Servers built after the SDKs' examples say 400 with one of these very sentences, before they look at
 * the call; any other mention of a session may come from the tool itself.
 */
const LOST_SESSION =
  /^Bad Request: (?:No valid session ID provided|Mcp-Session-Id header is required|Server not initialized)$/;

function isLostSession(status: number, answer: RpcAnswer | undefined): boolean {
  if (status === 404) return true;
  return status === 400 && isUnknownSession(answer?.error?.message);
}

/** The server wants a session that it does not know, or has not been given. */
export function isUnknownSession(message: unknown): boolean {
  return typeof message === 'string' && LOST_SESSION.test(message);
}

/** What belongs to the result; the protocol's own entries are between the server and us. */
function toToolResult(result: Readonly<Record<string, unknown>>): ToolResult {
  const { content, isError, structuredContent, _meta } = result;
  const meta = isRecord(_meta)
    ? Object.fromEntries(Object.entries(_meta).filter(([key]) => !key.startsWith('io.modelcontextprotocol/')))
    : {};
  return {
    content: Array.isArray(content) ? (content as readonly unknown[]) : [],
    ...(structuredContent === undefined ? {} : { structuredContent }),
    ...(isError === true ? { isError } : {}),
    ...(Object.keys(meta).length === 0 ? {} : { _meta: meta }),
  };
}

function describe({ code, message }: NonNullable<RpcAnswer['error']>): string {
  return `error ${short(code ?? '?')}: ${short(message ?? 'without a message')}`;
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll('\0', '').slice(0, REASON_LENGTH_MAX);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
