import { InvalidToolNameError } from './invalid-tool-name.errors.js';

/**
 * The one tool name that encodes to a digest form. A name listed twice is one name.
 *
 * @param encode tool name → exposed name, under the options of the digest form
 * @throws InvalidToolNameError `unknown_digest`, `ambiguous_digest`
 */
export function matchDigestForm(
  name: string,
  toolNames: Iterable<string>,
  encode: (toolName: string) => string,
): string {
  const [match, ...others] = [...new Set(toolNames)].filter((toolName) => encode(toolName) === name);
  if (match === undefined) throw new InvalidToolNameError('unknown_digest', 'no known tool has this name');
  if (others.length === 0) return match;
  throw new InvalidToolNameError('ambiguous_digest', 'more than one known tool has this name');
}
