import type { ToolDefinition } from '@countersign/contracts';
import type { DiscoveredTool } from '@countersign/tool-policy';

/** What the merge looks at. A hint of another type than boolean is no hint. */
export function toDiscoveredTool({ name, definitionHash, annotations, flags }: ToolDefinition): DiscoveredTool {
  return {
    name,
    definitionHash,
    flags,
    annotations: {
      readOnlyHint: annotations?.['readOnlyHint'] === true,
      destructiveHint: annotations?.['destructiveHint'] === true,
    },
  };
}
