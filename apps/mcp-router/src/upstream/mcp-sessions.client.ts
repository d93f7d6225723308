import { SESSION_TIMEOUT_MS } from '../limits.js';
import type { GuardedConnection } from './guarded-connection.client.js';
import { exchange, type Exchange } from './mcp-exchange.client.js';
import { initializedNotification, initializeRequest, type McpSession } from './mcp-request.js';
import { toOutcomeReason } from './read-answer.js';
import { targetKey, type UpstreamTarget } from './upstream-outcome.js';

/** No session came about; nothing of the call was sent. */
export class SessionRefusedError extends Error {}

/** Sessions of legacy servers, one per integration and connection revision, shared by all calls of this process. */
export class McpSessions {
  private readonly sessions = new Map<string, Promise<McpSession>>();

  /** Begins a session over the given connection unless there is one, or one is being begun. */
  async get(target: UpstreamTarget, connection: GuardedConnection): Promise<McpSession> {
    const key = targetKey(target);
    const known = this.sessions.get(key);
    if (known !== undefined) return known;
    const beginning = begin(target, connection);
    this.sessions.set(key, beginning);
    try {
      return await beginning;
    } catch (error) {
      if (this.sessions.get(key) === beginning) this.sessions.delete(key);
      throw error;
    }
  }

  /** The server has lost it. Another call may have begun a new one already; that one stays. */
  async forget(target: UpstreamTarget, lost: McpSession): Promise<void> {
    const key = targetKey(target);
    const known = this.sessions.get(key);
    const current = await known?.catch(() => undefined);
    if (current?.id === lost.id && this.sessions.get(key) === known) this.sessions.delete(key);
  }
}

async function begin(target: UpstreamTarget, connection: GuardedConnection): Promise<McpSession> {
  const initialized = await exchange(connection, initializeRequest(target), SESSION_TIMEOUT_MS);
  await initialized.isClean;
  const session = { id: initialized.sessionId, protocolVersion: readVersion(initialized) };
  const acknowledged = await exchange(connection, initializedNotification(target, session), SESSION_TIMEOUT_MS);
  if (acknowledged.status >= 300)
    throw new SessionRefusedError(`HTTP ${acknowledged.status} to notifications/initialized`);
  return session;
}

function readVersion({ status, answer }: Exchange): string {
  const result = answer?.result as { protocolVersion?: unknown } | undefined;
  if (status < 200 || status >= 300 || typeof result?.protocolVersion !== 'string') {
    throw new SessionRefusedError(`initialize was not accepted: ${toOutcomeReason(status, answer)}`);
  }
  return result.protocolVersion;
}
