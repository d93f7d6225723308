import { decodeName, type McpHeaders } from './mcp-headers.js';
import type { RpcRequest } from './rpc-message.js';
import { RPC, type RpcFault } from './rpc.errors.js';

/** What `Mcp-Name` repeats, by method; the others have none. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
]);

/** Headers and body that tell routers and us two different things. */
export function mismatch(header: string | undefined, said: string): RpcFault {
  const message = `Bad Request: the headers and the body disagree: ${said}`;
  return {
    code: RPC.headerMismatch,
    message,
    data: { mismatch: { header: header ?? '(missing)', body: said } },
    status: 400,
  };
}

/**
 * A modern request names itself three times, and all three must agree: a gateway in between may have let it pass by its
 * headers. @returns null when they do
 */
export function checkModernHeaders(request: RpcRequest, { version, method, name }: McpHeaders): RpcFault | null {
  if (version === undefined) return mismatch(version, 'MCP-Protocol-Version is missing');
  if (method === undefined)
    return mismatch(method, `the body's method is ${request.method}, and Mcp-Method is missing`);
  const field = NAMED_BY.get(request.method);
  return field === undefined ? null : checkName(field, request.params[field], name);
}

function checkName(field: string, named: unknown, header: string | undefined): RpcFault | null {
  // Without a name in the body the method itself says what is missing.
  if (header === undefined) {
    return typeof named === 'string' ? mismatch(header, `params.${field} is ${named}, and Mcp-Name is missing`) : null;
  }
  const decoded = decodeName(header);
  if (decoded === undefined) return mismatch(header, 'Mcp-Name is no base64 of UTF-8');
  if (typeof named !== 'string' || decoded === named) return null;
  return mismatch(header, `params.${field} is ${named}, and Mcp-Name is another`);
}
