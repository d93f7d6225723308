import type { DiscoveredTool, IntegrationPolicy, Posture, ToolPolicy } from './tool-policy.js';
import { hasUnacknowledgedFlags, TOOL_POLICY_DEFAULTS } from './tool-policy.js';

type Opening = Pick<ToolPolicy, 'enabled' | 'requiresApproval'>;

const OPEN: Opening = { enabled: true, requiresApproval: false };
const ASK: Opening = { enabled: true, requiresApproval: true };
const OFF: Opening = { enabled: false, requiresApproval: false };

const OPENINGS: Record<Posture, (tool: DiscoveredTool) => Opening> = {
  open: () => OPEN,
  ask: () => ASK,
  off: () => OFF,
  'by-annotation': (tool) => (isReadOnly(tool) ? OPEN : ASK),
};

/**
 * The first policy of a tool that nobody decided about. What the first discovery lists is taken as right; what comes later
 * waits for a person, and so does a name that is easy to mistake.
 */
export function initialPolicy(
  tool: DiscoveredTool,
  integrationPolicy: IntegrationPolicy,
  isFirstDiscovery: boolean,
): ToolPolicy {
  const flags = sortedFlags(tool);
  const needsReview = !isFirstDiscovery || hasUnacknowledgedFlags({ flags, acknowledgedFlags: [] });
  return {
    toolName: tool.name,
    ...OPENINGS[integrationPolicy.posture](tool),
    status: TOOL_POLICY_DEFAULTS.status,
    ordinal: 0,
    review: needsReview ? 'new' : 'none',
    idempotent: TOOL_POLICY_DEFAULTS.idempotent,
    flags,
    acknowledgedFlags: [],
    definitionHash: tool.definitionHash,
    ...(needsReview ? {} : { acknowledgedHash: tool.definitionHash }),
  };
}

/** One spelling of a set, so that equal flags are equal documents. */
export function sortedFlags(tool: DiscoveredTool): readonly string[] {
  return [...new Set(tool.flags ?? [])].sort();
}

/** A server that says both read-only and destructive contradicts itself, which is no read-only hint. */
function isReadOnly({ annotations }: DiscoveredTool): boolean {
  return annotations?.readOnlyHint === true && annotations.destructiveHint !== true;
}
