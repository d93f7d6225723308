import { encodeExposedName } from './encode-exposed-name.js';
import type { ExposedNameOptions } from './exposed-name-options.js';
import { findCollisions } from './find-collisions.js';

/**
 * The tool names of one slug that share an exposed name with another. They are withheld from every offer (rule 5). Only
 * digest forms can collide, and only for somebody who searched for it. Give it what `resolveExposedName` is given.
 *
 * @throws InvalidToolNameError as `encodeExposedName`
 */
export function collidingToolNames(
  integrationSlug: string,
  toolNames: Iterable<string>,
  options: ExposedNameOptions,
): ReadonlySet<string> {
  return findCollisions(toolNames, (toolName) => encodeExposedName({ integrationSlug, toolName }, options));
}
