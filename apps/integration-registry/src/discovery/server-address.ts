import type { Transport } from '@countersign/contracts';
import type { ProtocolVerdict } from './discovered-server.js';

export interface ServerAddress {
  /** On whose behalf it is asked. */
  readonly workspaceId: string;
  readonly serverUrl: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of one request. */
  readonly timeoutMs: number;
  readonly transport: Transport;
  /** What was found the last time at this address; null when nothing was, or it may be another server. */
  readonly prior: ProtocolVerdict | null;
}
