import { mirroredText, type MirroredParameter } from '../../upstream/mirrored-parameters.js';
import { mismatch } from './check-modern-headers.js';
import { decodeName } from './mcp-headers.js';
import type { RpcFault } from './rpc.errors.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What stands in a header as it is; everything else comes as base64. */
const PLAIN = /^[\t\x20-\x7e]*$/;

/**
 * Arguments that a tool wants in headers too, compared: whoever routed the request by them must have seen what is called.
 *
 * | argument     | `Mcp-Param-Region`   |                                                       |
 * |--------------|----------------------|-------------------------------------------------------|
 * | `"eu"`       | `eu`                 | fine; `=?base64?ZXU=?=` too                           |
 * | `"eu"`       | none, or another     | refused                                               |
 * | absent, null | any                  | refused: it says what nobody asks for                 |
 * | `42`         | `42.0`               | fine: numbers are compared as such                    |
 *
 * @returns null when all agree
 */
export function compareParameters(
  parameters: readonly MirroredParameter[],
  args: unknown,
  headers: Headers,
): RpcFault | null {
  for (const { path, header } of parameters) {
    const text = mirroredText(args, path);
    const raw = headers[header];
    const sent = Array.isArray(raw) ? raw.join(', ') : raw;
    if (text === null && sent === undefined) continue;
    if (text === null) return mismatch(sent, `${header} is there, and ${path.join('.')} is not`);
    if (sent === undefined) return mismatch(sent, `${path.join('.')} is there, and ${header} is missing`);
    if (!isSame(text, sent)) return mismatch(sent, `${path.join('.')} is not what ${header} says`);
  }
  return null;
}

function isSame(text: string, sent: string): boolean {
  const decoded = PLAIN.test(sent) ? decodeName(sent.trim()) : undefined;
  if (decoded === undefined) return false;
  return decoded === text || (isNumber(text) && isNumber(decoded) && Number(decoded) === Number(text));
}

function isNumber(text: string): boolean {
  return /^-?[0-9]+(?:\.0+)?$/.test(text);
}
