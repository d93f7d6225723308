import type { DevFile } from './seed.ts';

/** The block that `npm start` ends with. */
export function firstStartBlock(dev: DevFile, model: string, seconds: string): string {
  const servers = {
    countersign: { type: 'http', url: dev.mcpUrl, headers: { Authorization: `Bearer ${dev.mcpToken}` } },
  };
  return [
    '',
    `Countersign is ready (${seconds} s).`,
    '',
    `  Web and API     ${dev.webUrl}`,
    `  Administrator   ${dev.adminEmail}   password: ${dev.adminPassword}`,
    `  MCP endpoint    ${dev.mcpUrl}`,
    `  Model           ${model}`,
    `  Integrations    ${dev.upstreams.map(({ slug, url }) => `${slug} (${url})`).join(', ')}`,
    '',
    '  Claude Code:',
    `    claude mcp add --transport http countersign ${dev.mcpUrl} --header "Authorization: Bearer ${dev.mcpToken}"`,
    '',
    '  Cursor (.cursor/mcp.json) and most other clients:',
    `    ${JSON.stringify({ mcpServers: servers })}`,
    '',
    '  VS Code (.vscode/mcp.json):',
    `    ${JSON.stringify({ servers })}`,
    '',
    '  Try it: npx countersign tools list Tracker',
    '          npx countersign approvals watch',
    '',
    '  Tokens for scripts are in .countersign/dev.json. Ctrl-C stops everything; the data stays (npm start -- --fresh drops it).',
    '',
  ].join('\n');
}
