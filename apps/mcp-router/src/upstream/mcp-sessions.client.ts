import { SERVERS_REMEMBERED_MAX, SESSION_TIMEOUT_MS } from '../limits.js';
import { toRefusedCredentials } from './credential-refusal.js';
import type { MirroredCapabilities } from './call-sink.js';
import type { Exchange } from './mcp-exchange.client.js';
import { initializedNotification, initializeRequest, type McpHttpRequest, type McpSession } from './mcp-request.js';
import { toOutcomeReason } from './read-answer.js';
import { CredentialsRefusedError, NotConnectedError, ServerBrokenError, WrongEraError } from './upstream.errors.js';
import { targetKey, type UpstreamTarget } from './upstream-outcome.js';
import { isWrongEra } from './wrong-era.js';

/** One request and its answer, over whatever transport. */
export type Ask = (request: McpHttpRequest, timeoutMs: number) => Promise<Exchange>;

/**
 * Sessions of legacy servers, one per integration, connection revision and set of declared capabilities, shared by all calls
 * of this process: what one client can be asked is never declared for a call of another.
 */
export class McpSessions {
  private readonly sessions = new Map<string, Promise<McpSession>>();

  /** Begins a session unless there is one, or one is being begun. */
  async get(target: UpstreamTarget, ask: Ask, capabilities: MirroredCapabilities): Promise<McpSession> {
    const key = sessionKey(target, capabilities);
    const known = this.sessions.get(key);
    if (known !== undefined) return known;
    const beginning = beginSession(target, ask, capabilities);
    this.sessions.set(key, beginning);
    const [oldest] = this.sessions.keys();
    // The server keeps a session that is forgotten until it is tired of it; another one is begun with the next call.
    if (this.sessions.size > SERVERS_REMEMBERED_MAX && oldest !== undefined) this.sessions.delete(oldest);
    try {
      return await beginning;
    } catch (error) {
      if (this.sessions.get(key) === beginning) this.sessions.delete(key);
      throw error;
    }
  }

  /** The server has lost it. Another call may have begun a new one already; that one stays. */
  async forget(target: UpstreamTarget, lost: McpSession): Promise<void> {
    const key = sessionKey(target, lost.capabilities);
    const known = this.sessions.get(key);
    const current = await known?.catch(() => undefined);
    if (current?.id === lost.id && this.sessions.get(key) === known) this.sessions.delete(key);
  }
}

/** @throws NotConnectedError, CredentialsRefusedError, ExchangeError: no session came about, nothing of a call was sent */
export async function beginSession(
  target: UpstreamTarget,
  ask: Ask,
  capabilities: MirroredCapabilities,
): Promise<McpSession> {
  const initialized = await ask(initializeRequest(target, capabilities), SESSION_TIMEOUT_MS);
  assertAccepted(target, initialized, 'initialize was not accepted');
  await initialized.isClean;
  const session = { id: initialized.sessionId, protocolVersion: readVersion(initialized), capabilities };
  const acknowledged = await ask(initializedNotification(target, session), SESSION_TIMEOUT_MS);
  assertAccepted(target, acknowledged, 'notifications/initialized was not accepted');
  await acknowledged.isClean;
  return session;
}

/** @throws CredentialsRefusedError, WrongEraError, NotConnectedError for every status that is no success */
export function assertAccepted(
  target: UpstreamTarget,
  { status, answer, challenge }: Pick<Exchange, 'status' | 'answer' | 'challenge'>,
  what: string,
): void {
  const refused = toRefusedCredentials(target, status, challenge);
  if (refused !== null) throw new CredentialsRefusedError(refused);
  if (isWrongEra(status, answer, false)) throw new WrongEraError(target);
  if (status >= 500) throw new ServerBrokenError(`${what}: ${toOutcomeReason(status, answer)}`);
  if (status < 200 || status >= 300) throw new NotConnectedError(`${what}: ${toOutcomeReason(status, answer)}`);
}

function sessionKey(target: UpstreamTarget, capabilities: MirroredCapabilities): string {
  return `${targetKey(target)} ${JSON.stringify(capabilities)}`;
}

function readVersion({ status, answer }: Exchange): string {
  const result = answer?.result as { protocolVersion?: unknown } | undefined;
  if (typeof result?.protocolVersion === 'string') return result.protocolVersion;
  throw new NotConnectedError(`initialize was not accepted: ${toOutcomeReason(status, answer)}`);
}
