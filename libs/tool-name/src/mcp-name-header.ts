import { assertToolName } from './tool-name.js';

const SENTINEL_START = '=?base64?';
const SENTINEL_END = '?=';

/** Printable ASCII that neither begins nor ends with a space, which field parsing would strip. */
const PLAIN = /^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/;

/**
 * The value of the `Mcp-Name` header for a raw tool name (rule 10; MCP 2026-07-28, value encoding of the Streamable HTTP
 * transport). What a header field cannot carry, or what already looks encoded, goes as Base64 of its UTF-8.
 *
 * | tool name     | header                     |
 * |---------------|----------------------------|
 * | `issue.get`   | `issue.get`                |
 * | `café`        | `=?base64?Y2Fmw6k=?=`      |
 * | `=?base64?=`  | `=?base64?PT9iYXNlNjQ/PQ==?=` |
 *
 * @throws InvalidToolNameError `empty`, `malformed`, `too_long`
 */
export function mcpNameHeader(name: string): string {
  assertToolName(name);
  return headerValue(name);
}

/** The same encoding for any text: the `Mcp-Name` of prompts and resources, and the values of `Mcp-Param-*` headers. */
export function headerValue(text: string): string {
  const looksEncoded = text.startsWith(SENTINEL_START) && text.endsWith(SENTINEL_END);
  if (PLAIN.test(text) && !looksEncoded) return text;
  return SENTINEL_START + Buffer.from(text).toString('base64') + SENTINEL_END;
}
