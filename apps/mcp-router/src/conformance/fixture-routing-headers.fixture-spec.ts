/** What the SDK leaves to those who use its plain server: the routing headers of tasks, and arguments in headers. */
interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: {
    readonly name?: string;
    readonly taskId?: string;
    readonly arguments?: { readonly region?: string };
  };
}

/** The one tool that wants an argument in a header too. */
export const HEADER_TOOL = 'test_x_mcp_header';

const BASE64 = /^=\?base64\?(.*)\?=$/;

/** The refusal of a request whose headers say something else than its body; null when they agree. */
export function misroutedRequest({ headers }: Request, body: string): Response | null {
  const { id, method, params = {} } = JSON.parse(body || '{}') as Message;
  const name = headers.get('mcp-name');
  if (method?.startsWith('tasks/') === true && name !== null && name !== params.taskId) return mismatch(id, 'Mcp-Name');
  if (method !== 'tools/call' || params.name !== HEADER_TOOL) return null;
  const region = headers.get('mcp-param-region');
  const said = region === null ? undefined : decode(region);
  return said === params.arguments?.region ? null : mismatch(id, 'Mcp-Param-Region');
}

/** Null for what is no encoding of anything. */
function decode(value: string): string | null {
  const encoded = BASE64.exec(value)?.[1];
  if (encoded === undefined) return value;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes.toString() : null;
}

function mismatch(id: unknown, header: string): Response {
  const error = { code: -32_020, message: `${header} says something else than the body.` };
  return Response.json({ jsonrpc: '2.0', id, error }, { status: 400 });
}
