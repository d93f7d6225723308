import { Code, Tooltip } from '@mantine/core';
import { asciiToolName, displayToolName } from '@countersign/tool-name/display';

/** A tool's name as it is; what cannot be seen is spelled out, and homoglyphs are told by the tooltip. */
export function ToolName({ name }: { readonly name: string }) {
  const shown = displayToolName(name);
  const ascii = asciiToolName(name);
  const code = <Code fz="inherit">{shown}</Code>;
  return ascii === name ? code : <Tooltip label={`Spelled out: ${ascii}`}>{code}</Tooltip>;
}
