import { InvalidJsonError } from '@countersign/canonical-json';
import { assertToolName, InvalidToolNameError } from '@countersign/tool-name';
import { definitionHash } from './definition-hash.js';
import { readIcons } from './read-icons.js';
import type { DiscoveredTool, ToolDescription } from './discovered-server.js';
import { DEFINITION_BYTES_MAX, DEFINITION_DEPTH_MAX } from './discovery-limits.js';
import { isDeeperThan } from './is-deeper-than.js';

export type ToolProblem = 'name_too_long' | 'name_malformed' | 'definition_malformed' | 'definition_too_large';

export type ReadTool =
  | { readonly kind: 'tool'; readonly tool: Omit<DiscoveredTool, 'flags'> }
  | { readonly kind: 'problem'; readonly problem: ToolProblem; readonly name: string };

type Json = Record<string, unknown>;

/** One entry of a `tools/list` answer. The SDK checks them in the modern era only, and refuses a whole page for one. */
export function readTool(entry: unknown): ReadTool {
  const name = isObject(entry) && typeof entry['name'] === 'string' ? entry['name'] : '';
  const problem = findNameProblem(name);
  if (problem !== undefined) return { kind: 'problem', problem, name };
  if (isDeeperThan(entry, DEFINITION_DEPTH_MAX)) return { kind: 'problem', problem: 'definition_malformed', name };
  const description = isObject(entry) ? toDescription(entry) : undefined;
  if (description === undefined) return { kind: 'problem', problem: 'definition_malformed', name };
  if (Buffer.byteLength(JSON.stringify(description)) > DEFINITION_BYTES_MAX) {
    return { kind: 'problem', problem: 'definition_too_large', name };
  }
  return toTool(name, description);
}

function findNameProblem(name: string): ToolProblem | undefined {
  try {
    assertToolName(name);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidToolNameError)) throw error;
    return error.code === 'too_long' ? 'name_too_long' : 'name_malformed';
  }
}

function toDescription(entry: Json): ToolDescription | undefined {
  const { title = null, description = null, inputSchema, outputSchema = null, annotations = null } = entry;
  if (!isTextOrNull(title) || !isTextOrNull(description)) return undefined;
  if (!isObject(inputSchema) || !isObjectOrNull(outputSchema) || !isObjectOrNull(annotations)) return undefined;
  const icons = readIcons(entry['icons']);
  const seen = { title, description, inputSchema, outputSchema, annotations };
  return icons.length === 0 ? seen : { ...seen, icons };
}

function toTool(name: string, description: ToolDescription): ReadTool {
  try {
    return { kind: 'tool', tool: { name, description, definitionHash: definitionHash(name, description) } };
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    return { kind: 'problem', problem: 'definition_malformed', name };
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObjectOrNull(value: unknown): value is Json | null {
  return value === null || isObject(value);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
