import { Injectable, Logger } from '@nestjs/common';
import { sha256Hex } from '@countersign/canonical-json';
import type { Caller } from '../../callers/caller.js';
import { SESSION_LOG_LEVEL_FRESH_MS, SESSIONS_REMEMBERED_MAX } from '../../limits.js';
import { isLogLevel, type LogLevel } from '../protocol/log-level.js';
import { ClientRelayRepository } from '../relay/client-relay.repository.js';
import { holderOf } from './legacy-session.js';

interface Known {
  level: LogLevel | undefined;
  seenAtMs: number;
}

/**
 * How much each legacy session wants to hear of what servers log (`logging/setLevel`): nothing, until it says so. It is kept
 * in a row, since the next call may come to another replica; a replica reads it with the first call of a session, and again in
 * the background, so that calls do not wait for it.
 */
@Injectable()
export class LogLevels {
  private readonly logger = new Logger(LogLevels.name);
  private readonly known = new Map<string, Known>();

  constructor(private readonly rows: ClientRelayRepository) {}

  async set(caller: Caller, sessionId: string, level: LogLevel): Promise<void> {
    const key = keyOf(caller, sessionId);
    await this.rows.keepLogLevel(caller.workspaceId, key, level);
    this.remember(key, level);
  }

  async of(caller: Caller, sessionId: string): Promise<LogLevel | undefined> {
    const key = keyOf(caller, sessionId);
    const known = this.known.get(key);
    if (known === undefined) return this.look(caller, key);
    if (performance.now() - known.seenAtMs > SESSION_LOG_LEVEL_FRESH_MS) {
      known.seenAtMs = performance.now();
      void this.look(caller, key);
    }
    return known.level;
  }

  /** A call is worth more than what is logged during it. */
  private async look({ workspaceId }: Caller, key: string): Promise<LogLevel | undefined> {
    try {
      const level = await this.rows.findLogLevel(workspaceId, key);
      return this.remember(key, isLogLevel(level) ? level : undefined);
    } catch (error) {
      this.logger.error({ err: error }, 'the log level of a session could not be read');
      return undefined;
    }
  }

  private remember(key: string, level: LogLevel | undefined): LogLevel | undefined {
    const [oldest] = this.known.keys();
    if (this.known.size >= SESSIONS_REMEMBERED_MAX && oldest !== undefined) this.known.delete(oldest);
    this.known.set(key, { level, seenAtMs: performance.now() });
    return level;
  }
}

function keyOf(caller: Caller, sessionId: string): string {
  return sha256Hex(JSON.stringify([holderOf(caller), sessionId]));
}
