import type { Schemas } from '@countersign/api-client';
import { diffJson, type JsonValue } from '@countersign/canonical-json';
import { DIFFERENCE_LIMITS } from '@countersign/contracts';
import { CliError, EXIT } from '../cli.errors.js';

export interface ArgumentDifferences {
  readonly differences: readonly Schemas['DefinitionDifference'][];
  readonly truncated: boolean;
}

/**
 * What an edit of arguments changes.
 *
 * @throws CliError where nothing was changed, or it is no JSON object
 */
export function compareArguments(original: string, text: string): ArgumentDifferences {
  const found = diffJson(parseObject(original), parseObject(text), { limits: DIFFERENCE_LIMITS });
  if (found.differences.length > 0) return found;
  throw new CliError('The arguments are the same as before: nothing was decided.', EXIT.usage);
}

function parseObject(text: string): JsonValue {
  const value = parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new CliError('Arguments are a JSON object.', EXIT.usage);
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new CliError('The arguments are not JSON.', EXIT.usage, { cause });
  }
}
