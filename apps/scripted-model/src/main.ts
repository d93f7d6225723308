import { startScriptedModel } from './scripted-model.server.js';

const DEFAULT_PORT = 7452;

try {
  const port = Number(process.env['PORT'] ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT is not a port');
  const model = await startScriptedModel({ port });
  process.stdout.write(`scripted model: listening on ${model.url}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void model.stop().then(() => process.exit(0)));
} catch (error) {
  process.stderr.write(`scripted model: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
