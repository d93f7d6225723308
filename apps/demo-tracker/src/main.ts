import { startDemoTracker } from './demo-tracker.server.js';

const DEFAULT_PORT = 7450;
const DEFAULT_ADMIN_PORT = 7451;

function portOf(name: string, fallback: number): number {
  const port = Number(process.env[name] ?? fallback);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name} is not a port`);
}

const ledgerFile = process.env['LEDGER_FILE'];
try {
  const tracker = await startDemoTracker({
    port: portOf('PORT', DEFAULT_PORT),
    adminPort: portOf('ADMIN_PORT', DEFAULT_ADMIN_PORT),
    ...(ledgerFile === undefined ? {} : { ledgerFile }),
  });
  process.stdout.write(`demo tracker: MCP on ${tracker.url}, admin on ${tracker.adminUrl}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void tracker.stop().then(() => process.exit(0)));
} catch (error) {
  process.stderr.write(`demo tracker: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
