import { TOOL_NAME_BYTES_MAX } from '@countersign/tool-name';

/** Whether a tool can have this name at all. */
export function isToolName(name: string): boolean {
  return name !== '' && name.isWellFormed() && Buffer.byteLength(name) <= TOOL_NAME_BYTES_MAX;
}
