import { decodeExposedName } from './decode-exposed-name.js';
import { encodeExposedName } from './encode-exposed-name.js';
import type { ExposedNameOptions } from './exposed-name-options.js';
import { matchDigestForm } from './match-digest-form.js';
import type { ToolRef } from './tool-ref.js';

/**
 * The tool that an exposed name means. A plain form speaks for itself, whether the tool is known or not; a digest form is
 * recomputed over all known tools of its slug (rule 5), at one hash for each of them.
 *
 * @param knownToolNames all tools ever seen of a slug, also disabled and missing ones, so that disabling one tool never
 *   redirects its name to another; empty for a slug nobody has
 * @throws InvalidToolNameError `unknown_digest`, `ambiguous_digest`, and what `decodeExposedName` throws
 */
export function resolveExposedName(
  name: string,
  options: ExposedNameOptions,
  knownToolNames: (integrationSlug: string) => Iterable<string>,
): ToolRef {
  const decoded = decodeExposedName(name, options);
  if (decoded.kind === 'plain') return decoded.ref;
  const { integrationSlug } = decoded;
  const encode = (toolName: string) => encodeExposedName({ integrationSlug, toolName }, options);
  return { integrationSlug, toolName: matchDigestForm(name, knownToolNames(integrationSlug), encode) };
}
