import type { DiscoveryWarning, ProtocolEra, ToolIcon, WireTransport } from '@countersign/contracts';

/** How a server turned out to be spoken to; kept, so that the next discovery need not find out again. */
export interface ProtocolVerdict {
  readonly wireTransport: WireTransport;
  readonly era: ProtocolEra;
  readonly protocolVersion: string;
}

/** What a model or an approver sees of a tool, as the server said it; and its icons, which nobody decides by. */
export interface ToolDescription {
  readonly title: string | null;
  readonly description: string | null;
  readonly inputSchema: Record<string, unknown>;
  readonly outputSchema: Record<string, unknown> | null;
  readonly annotations: Record<string, unknown> | null;
  /** Absent where there are none. */
  readonly icons?: readonly ToolIcon[];
}

export interface DiscoveredTool {
  readonly name: string;
  readonly description: ToolDescription;
  readonly definitionHash: string;
  readonly flags: readonly string[];
}

/** What the server says of how its listing may be kept current. */
export interface ListingHints {
  /** It offers to announce changes of its tools. */
  readonly listChanged: boolean;
  /** For how long its listing may be taken as current, by its own word; null when it does not say. */
  readonly ttlMs: number | null;
}

export interface DiscoveredServer extends ProtocolVerdict {
  readonly hints: ListingHints;
  /** In the order of the listing, each name once. */
  readonly tools: readonly DiscoveredTool[];
  readonly warnings: readonly DiscoveryWarning[];
}
