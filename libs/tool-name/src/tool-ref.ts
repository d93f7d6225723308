import { assertSlug } from './slug.js';
import { assertToolName } from './tool-name.js';

/** A tool, as everything inside names it. Two refs are the same tool exactly if both strings are equal. */
export interface ToolRef {
  readonly integrationSlug: string;
  /** The remote name, byte for byte as the server spells it. */
  readonly toolName: string;
}

/** @throws InvalidToolNameError `bad_slug`, `empty`, `malformed`, `too_long` */
export function assertToolRef(ref: ToolRef): void {
  assertSlug(ref.integrationSlug);
  assertToolName(ref.toolName);
}
