import type { CallSink } from './call-sink.js';
import type { ToolCallRequest, UpstreamRequest } from './mcp-request.js';
import type { RequestOutcome, UpstreamOutcome } from './upstream-outcome.js';

/** A connection that is ready for one request: dialled, checked, and with a session where the server wants one. */
export interface OpenUpstream {
  /**
   * Never throws for what a server does: that is an outcome. May be used once. Aborted before it is sent: nothing is; later:
   * the server is told, and the outcome is still what is proven.
   */
  request(request: UpstreamRequest, signal?: AbortSignal): Promise<RequestOutcome>;
  /** The same, with a tool's result. */
  callTool(call: ToolCallRequest, signal?: AbortSignal): Promise<UpstreamOutcome>;
  /** For a connection that is not used after all. */
  release(): void;
}

export interface OpenOptions {
  /** A connection that served a request before will do. */
  readonly reuse: boolean;
  /** Who waits for this very request; without it no capability is declared. */
  readonly sink?: CallSink | undefined;
}
