import type { JsonValue } from '@countersign/canonical-json';

export interface BridgedServer {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const BRIDGE = /^(?:.*\/)?mcp-remote(?:@.*)?$/;

/**
 * The remote server behind `npx -y mcp-remote https://… --header "Name: value"`, which is how clients that start programs
 * alone reach one; null for every other program. Nothing is ever run.
 */
export function findBridgedServer(command: JsonValue | undefined, args: JsonValue | undefined): BridgedServer | null {
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((word) => typeof word === 'string');
  const at = words.findIndex((word) => BRIDGE.test(word));
  const rest = at < 0 ? [] : words.slice(at + 1);
  const url = rest.find((word) => /^https?:\/\//i.test(word));
  if (url === undefined) return null;
  const headers = rest.flatMap((word, index) => (rest[index - 1] === '--header' ? [word] : []));
  return { url, headers: Object.fromEntries(headers.map(toHeader)) };
}

function toHeader(text: string): [string, string] {
  const at = text.indexOf(':');
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
