import { InvalidJsonError, parseStrictJson, type JsonObject, type JsonValue } from '@countersign/canonical-json';
import { CliError, EXIT } from '../cli.errors.js';
import { safeLine } from '../print.js';
import { findBridgedServer } from './find-bridged-server.js';
import type { IntegrationForm } from './manifest.js';
import { type Env, toTemplate } from './mcp-value.js';
import { stripJsonComments } from './strip-json-comments.js';

/** A server that a client is configured with, as it can be registered. Values of headers are templates. */
export interface ConfiguredServer {
  readonly name: string;
  readonly url: string;
  readonly transport?: NonNullable<IntegrationForm['transport']>;
  readonly headers: ReadonlyMap<string, string>;
  readonly clientId?: string;
  readonly notes: readonly string[];
}

export interface RefusedServer {
  readonly name: string;
  readonly reason: string;
}

export interface McpConfig {
  readonly servers: readonly ConfiguredServer[];
  readonly refused: readonly RefusedServer[];
}

const LIMITS = { maxBytes: 4 * 1_024 * 1_024 };
/** `context_servers` apart, every client has one of these. */
const PLACES = [['mcpServers'], ['servers'], ['mcp', 'servers']] as const;
const URLS = ['url', 'serverUrl', 'httpUrl'] as const;
const KNOWN = new Set<string>([...URLS, 'type', 'transport', 'headers', 'disabled', 'oauth', 'env']);
/** Of whichever client, and also one with a default. */
const VARIABLE = /\$\{[^}]*\}/;
const LOCAL =
  'it is a program that a client starts. Countersign runs no commands: let whoever operates the installation run it behind an ' +
  'HTTP bridge, and add the address of that';

/**
 * `mcp.json` of whichever client (Claude Desktop and Code, Cursor, VS Code, Windsurf, Gemini CLI), with comments.
 *
 * @throws CliError where it is none of these
 */
export function readMcpConfig(text: string, env: Env): McpConfig {
  const entries = Object.entries(findServers(parse(text)));
  const read = entries.map(([name, entry]) => readEntry(name, entry, env));
  return {
    servers: read.filter((one): one is ConfiguredServer => 'url' in one),
    refused: read.filter((one): one is RefusedServer => 'reason' in one),
  };
}

function parse(text: string): JsonValue {
  try {
    return parseStrictJson(stripJsonComments(text), LIMITS);
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    throw new CliError(`The file is not JSON that can be read: ${safeLine(error.message)}.`, EXIT.usage);
  }
}

function findServers(config: JsonValue): JsonObject {
  for (const place of PLACES) {
    const found = place.reduce<JsonValue | undefined>(
      (value, name) => (isObject(value) ? value[name] : undefined),
      config,
    );
    if (isObject(found)) return found;
  }
  throw new CliError(
    'The file has neither "mcpServers" nor "servers": it is no configuration of an MCP client.',
    EXIT.usage,
  );
}

function readEntry(name: string, entry: JsonValue, env: Env): ConfiguredServer | RefusedServer {
  const refuse = (reason: string): RefusedServer => ({ name, reason });
  if (!isObject(entry)) return refuse('it is not an object');
  if (entry['disabled'] === true) return refuse('it is switched off there');
  const own = textsOf(entry['env']);
  const bridged = findBridgedServer(entry['command'], entry['args']);
  const [field, url] = bridged ? ['args', bridged.url] : findAddress(entry);
  if (url === undefined) return refuse(entry['command'] === undefined ? 'it has no address' : LOCAL);
  if (VARIABLE.test(url)) return refuse(variableIn(field));
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return refuse('its address is no http(s) URL');
  const headers = toHeaders(bridged?.headers ?? textsOf(entry['headers']), own, env);
  if (headers === null) return refuse('a header is made of something that only that client knows: add it by hand');
  return {
    name,
    url,
    headers,
    ...toTransport(entry),
    ...toClient(entry),
    notes: notesOf(entry, bridged !== null),
  };
}

function toHeaders(values: Env, own: Env, env: Env): ReadonlyMap<string, string> | null {
  const headers = new Map<string, string>();
  for (const [name, value = ''] of Object.entries(values)) {
    const template = toTemplate(value, own, env);
    if (template === null) return null;
    headers.set(name, template);
  }
  return headers;
}

function findAddress(entry: JsonObject): readonly [string, string | undefined] {
  for (const field of URLS) {
    const value = entry[field];
    if (typeof value === 'string') return [field, value];
  }
  return [URLS[0], undefined];
}

/** An address is stored as it is, and shown to everybody who may see servers: what a variable holds may be a secret. */
function variableIn(field: string): string {
  return (
    `its "${field}" has a variable in the address, whose value would be stored and shown with it: write the address out, and ` +
    'give what is secret in "headers", which become credentials'
  );
}

function toTransport({ type, transport }: JsonObject): Pick<ConfiguredServer, 'transport'> {
  switch (type ?? transport) {
    case 'sse':
      return { transport: 'sse' };
    case 'http':
    case 'streamable-http':
    case 'streamableHttp':
      return { transport: 'streamable-http' };
    default:
      return {};
  }
}

function toClient({ oauth }: JsonObject): { clientId?: string } {
  const clientId = isObject(oauth) ? oauth['clientId'] : undefined;
  return typeof clientId === 'string' ? { clientId } : {};
}

function notesOf(entry: JsonObject, isBridged: boolean): string[] {
  const bridge = isBridged ? ['it was reached over a local bridge, and is reached directly'] : [];
  const known = isBridged ? new Set([...KNOWN, 'command', 'args']) : KNOWN;
  const ignored = Object.keys(entry).filter((field) => !known.has(field));
  return [...bridge, ...(ignored.length > 0 ? [`not taken over: ${ignored.map(safeLine).join(', ')}`] : [])];
}

function textsOf(value: JsonValue | undefined): Env {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
