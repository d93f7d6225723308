import {
  McpServer as LegacyMcpServer,
  ResourceTemplate as LegacyTemplate,
} from '@modelcontextprotocol/sdk/server/mcp.js';
import { McpServer, ResourceTemplate, type GetPromptResult } from '@modelcontextprotocol/server';
import { SdkServer } from '../../upstream/sdk-server.fixture-spec.js';

export const NOTE = 'note://one/two?x=%2F#y';
export const TEMPLATE = 'note://{id}/data{?query}';
/** By which a careless gateway loses a prompt, or gets another one. */
export const PROMPT_NAMES = [
  'greet',
  'issue.get',
  'issue__get',
  'issue_x2Eget',
  'grüße 👋',
  'a prompt of which the name is longer than any budget that a client could have for it',
];

/** A server of either era with the same names as every other of its kind; its answers say whose they are. */
export function startNotes(era: 'legacy' | 'modern', who: string): Promise<SdkServer> {
  return era === 'legacy' ? SdkServer.legacy(() => legacyNotes(who)) : SdkServer.modern(() => modernNotes(who));
}

function legacyNotes(who: string): LegacyMcpServer {
  const server = new LegacyMcpServer({ name: who, version: '1' });
  server.registerResource('note', NOTE, { description: who }, ({ href }) => contentsOf(href, who));
  const template = new LegacyTemplate(TEMPLATE, { list: undefined, complete: { id: suggest } });
  server.registerResource('notes', template, {}, ({ href }) => contentsOf(href, who));
  for (const name of PROMPT_NAMES) server.registerPrompt(name, { description: who }, () => promptOf(name, who));
  return server;
}

function modernNotes(who: string): McpServer {
  const server = new McpServer({ name: who, version: '1' });
  server.registerResource('note', NOTE, { description: who }, ({ href }) => contentsOf(href, who));
  const template = new ResourceTemplate(TEMPLATE, { list: undefined, complete: { id: suggest } });
  server.registerResource('notes', template, {}, ({ href }) => contentsOf(href, who));
  for (const name of PROMPT_NAMES) server.registerPrompt(name, { description: who }, () => promptOf(name, who));
  return server;
}

function suggest(value: string): string[] {
  return ['one', 'two', 'three'].filter((word) => word.startsWith(value));
}

function contentsOf(uri: string, who: string): { contents: { uri: string; text: string }[] } {
  return { contents: [{ uri, text: `${who}: ${uri}` }] };
}

function promptOf(name: string, who: string): GetPromptResult {
  const resource = { uri: NOTE, text: 'embedded' };
  return {
    messages: [
      { role: 'user', content: { type: 'text', text: `${who}: ${name}` } },
      { role: 'user', content: { type: 'resource', resource } },
      { role: 'assistant', content: { type: 'resource_link', uri: NOTE, name: 'note' } },
    ],
  };
}
