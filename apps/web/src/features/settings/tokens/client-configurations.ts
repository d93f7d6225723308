export interface ClientConfiguration {
  readonly client: string;
  /** Where it goes. */
  readonly place: string;
  readonly text: string;
}

/** In Claude Code this name stands in front of every tool's; a longer one would make some too long. */
const NAME = 'countersign';

/**
 * What each client takes, ready to paste; docs/mcp-clients.md says what was tried with which version.
 *
 * @param mcpUrl of the router's endpoint
 * @param token of kind `mcp`
 */
export function clientConfigurations(mcpUrl: string, token: string): readonly ClientConfiguration[] {
  const headers = { Authorization: `Bearer ${token}` };
  return [
    {
      client: 'Claude Code',
      place: 'In a terminal',
      text: `claude mcp add --transport http ${NAME} ${mcpUrl} --header "Authorization: Bearer ${token}"`,
    },
    {
      client: 'Cursor',
      place: '.cursor/mcp.json, in your home folder or in a project',
      text: toJson({ mcpServers: { [NAME]: { url: mcpUrl, headers } } }),
    },
    {
      client: 'VS Code',
      place: '.vscode/mcp.json, or the command "MCP: Open User Configuration"',
      text: toJson({ servers: { [NAME]: { type: 'http', url: mcpUrl, headers } } }),
    },
    {
      client: 'JSON',
      place: 'What most other clients take',
      text: toJson({ mcpServers: { [NAME]: { type: 'http', url: mcpUrl, headers } } }),
    },
  ];
}

function toJson(value: object): string {
  return JSON.stringify(value, null, 2);
}
