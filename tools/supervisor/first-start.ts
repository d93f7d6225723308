import type { DevFile } from './seed.ts';

interface Started {
  readonly model: string;
  readonly seconds: string;
  /** Where data and tokens are; null: where the command line looks by itself. */
  readonly home: string | null;
}

/** The block that `npm start` ends with. */
export function firstStartBlock(dev: DevFile, { model, seconds, home }: Started): string {
  const cli = home === null ? 'npx countersign' : `COUNTERSIGN_HOME=${quoted(home)} npx countersign`;
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
    `  Try it: ${cli} tools list Tracker`,
    `          ${cli} approvals watch`,
    '',
    `  Tokens for scripts are in ${home ?? '.countersign'}/dev.json.`,
    '  Ctrl-C stops everything; the data stays (npm start -- --fresh drops it).',
    '',
  ].join('\n');
}

/** For a shell: a folder may have a space, or worse, in its name. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
