/** The headers that name a message, for whoever routes it without reading it. */
export interface McpHeaders {
  readonly version: string | undefined;
  readonly method: string | undefined;
  readonly name: string | undefined;
}

type NodeHeaders = Readonly<Record<string, string | string[] | undefined>>;

export function readMcpHeaders(headers: NodeHeaders): McpHeaders {
  return {
    version: single(headers['mcp-protocol-version']),
    method: single(headers['mcp-method']),
    name: single(headers['mcp-name']),
  };
}

const CODED = /^=\?base64\?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\?=$/;

/**
 * `Mcp-Name` as it was meant:
 *
 * | header               | name                                      |
 * |----------------------|-------------------------------------------|
 * | `issue_get`          | `issue_get`                               |
 * | `=?base64?w6Q=?=`    | `ä`, which a header could not hold itself |
 * | `=?base64?w6Q?=`     | undefined: not what an encoder writes     |
 */
export function decodeName(header: string): string | undefined {
  if (!header.startsWith('=?base64?') || !header.endsWith('?=')) return header;
  const coded = CODED.exec(header)?.[1];
  if (coded === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(coded, 'base64'));
  } catch {
    return undefined;
  }
}

/** Node joins a header that came twice; Node and the grammar leave white space around it to us. */
function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value.trim() : value?.join(', ');
}
