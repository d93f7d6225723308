import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type BenchProcess, benchScript, startBenchProcess } from './bench-process.ts';
import { SDK_SLUG, SDK_TOOL, sdkHops, startFloor } from './call-hops.ts';
import type { Hop } from './compare-hops.ts';
import { findChildren } from './process-usage.ts';
import { SdkClient } from './sdk-client.ts';
import { SseClient } from './sse-client.ts';

const FOLDER = join(import.meta.dirname, 'peers');
const PACKAGES = join(FOLDER, 'node_modules');
const INSTALLED_RECORD = join(PACKAGES, '.package-lock.json');

/** Everything else that can stand between a client and the SDK's server, each in a process of its own. */
export class Peers {
  readonly hops: readonly Hop[];
  readonly pids: Readonly<Record<string, number>>;

  private constructor(
    private readonly home: string,
    private readonly started: Readonly<Record<string, BenchProcess>>,
    stdioServer: Readonly<Record<string, number>>,
  ) {
    const at = (name: string): string => started[name]?.url ?? '';
    const way = (name: string, process: string) => ({ name, process, url: at(process) });
    const sse = { 'SDK client': SdkClient.openSse, 'lean client': SseClient.open };
    this.hops = [
      ...sdkHops({ ...way('undici dispatch (floor)', 'floor-dispatch'), tool: SDK_TOOL }),
      ...sdkHops(way('MCP-aware hop, nothing governed (floor)', 'floor-mcp')),
      ...sdkHops({ ...way('mcp-hub', 'mcp-hub'), open: sse }),
      ...sdkHops({ ...way('mcp-proxy (its server over stdio)', 'mcp-proxy'), tool: SDK_TOOL }),
    ];
    const pids = Object.entries(started).map(([name, { pid }]) => [name, pid] as const);
    this.pids = { ...Object.fromEntries(pids), ...stdioServer };
  }

  static async start(upstreamUrl: string): Promise<Peers> {
    install();
    const home = mkdtempSync(join(tmpdir(), 'countersign-peers-'));
    const started: Record<string, BenchProcess> = {};
    try {
      started['floor-dispatch'] = await startFloor('floor-dispatch.ts', upstreamUrl);
      started['floor-mcp'] = await startFloor('floor-mcp.ts', upstreamUrl);
      started['mcp-hub'] = await startHub(home, upstreamUrl);
      started['mcp-proxy'] = await startProxy();
      const [stdioPid] = findChildren(started['mcp-proxy'].pid);
      return new Peers(home, started, stdioPid === undefined ? {} : { 'SDK server of mcp-proxy': stdioPid });
    } catch (error) {
      await stopAll(home, started);
      throw error;
    }
  }

  async stop(): Promise<void> {
    await stopAll(this.home, this.started);
  }
}

async function stopAll(home: string, started: Readonly<Record<string, BenchProcess>>): Promise<void> {
  await Promise.all(Object.values(started).map((peer) => peer.stop()));
  rmSync(home, { recursive: true, force: true });
}

/** Into a folder of their own, exactly as its lock file says: nothing of the project depends on them. */
function install(): void {
  const lock = statSync(join(FOLDER, 'package-lock.json'));
  if (existsSync(INSTALLED_RECORD) && statSync(INSTALLED_RECORD).mtimeMs >= lock.mtimeMs) return;
  process.stderr.write('bench: installing the peers (once) …\n');
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const done = spawnSync(command, [...first, ...args], { cwd: FOLDER, encoding: 'utf8' });
  if (done.status === 0) return;
  throw new Error(`the peers could not be installed; they come from the npm registry, so this needs a network.
Everything else is measured without them: npm run bench. npm said:\n${done.stdout}${done.stderr}`);
}

/** It keeps files in the user's folders, so it gets a home of its own. */
function startHub(home: string, upstreamUrl: string): Promise<BenchProcess> {
  const config = join(home, 'mcp-hub.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { [SDK_SLUG]: { url: upstreamUrl } } }));
  const program = join(PACKAGES, 'mcp-hub', 'dist', 'cli.js');
  const folders = Object.fromEntries(['CONFIG', 'DATA', 'STATE', 'CACHE'].map((kind) => [`XDG_${kind}_HOME`, home]));
  return startBenchProcess((port) => [program, '--port', port, '--config', config], '/api/health', {
    ...folders,
    HOME: home,
  });
}

/** It knows servers over stdio only. */
function startProxy(): Promise<BenchProcess> {
  const program = join(PACKAGES, 'mcp-proxy', 'dist', 'bin', 'mcp-proxy.mjs');
  const server = [process.execPath, ...benchScript('sdk-server.ts', 'stdio')];
  return startBenchProcess(
    (port) => [program, '--host', '127.0.0.1', '--port', port, '--server', 'stream', '--', ...server],
    '/ping',
  );
}
