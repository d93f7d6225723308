import { InvalidToolNameError } from './invalid-tool-name.errors.js';

/** MCP advises 128 characters; servers do worse. A longer name is reported and its tool not taken. */
export const TOOL_NAME_BYTES_MAX = 1024;

/**
 * Any well-formed Unicode string of 1 to 1,024 UTF-8 bytes is a tool name, U+0000 included.
 *
 * @throws InvalidToolNameError `empty`, `malformed` (a lone surrogate: it has no UTF-8 form), `too_long`
 */
export function assertToolName(name: string): void {
  if (name === '') throw new InvalidToolNameError('empty', 'a tool name has at least one character');
  if (!name.isWellFormed()) throw new InvalidToolNameError('malformed', 'a tool name is well-formed Unicode');
  if (Buffer.byteLength(name) <= TOOL_NAME_BYTES_MAX) return;
  throw new InvalidToolNameError('too_long', `a tool name has at most ${TOOL_NAME_BYTES_MAX} bytes`);
}

/** The UTF-8 of a tool name: what storage keeps and compares, since Postgres text cannot hold U+0000 (rule 7). */
export function toolNameBytes(name: string): Buffer {
  assertToolName(name);
  return Buffer.from(name);
}
