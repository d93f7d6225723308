import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Children } from './children.ts';
import type { Home } from './home.ts';
import type { Ports } from './ports.ts';
import { entryOf, modelEnv, nodeProcess, ROOT } from './services.ts';

/** `server-everything` alone takes more than 4 s to listen. */
const READY_TIMEOUT_MS = 40_000;

/** The demo's MCP servers and, without a key for a real one, the scripted model. */
export function startUpstreams(children: Children, home: Home, ports: Ports): void {
  children.start({
    ...nodeProcess('demo-tracker', entryOf('demo-tracker', 'main.js')),
    env: {
      ...process.env,
      PORT: String(ports.tracker),
      ADMIN_PORT: String(ports.trackerAdmin),
      LEDGER_FILE: home.file('demo-tracker-ledger.jsonl'),
    },
  });
  const everything = join(ROOT, 'node_modules', '@modelcontextprotocol', 'server-everything', 'dist', 'index.js');
  children.start({
    name: 'server-everything',
    command: process.execPath,
    args: [everything, 'streamableHttp'],
    env: { ...process.env, PORT: String(ports.everything) },
  });
  if (modelEnv(ports)['MODEL_PROVIDER'] !== 'scripted') return;
  children.start({
    ...nodeProcess('scripted-model', entryOf('scripted-model', 'main.js')),
    env: { ...process.env, PORT: String(ports.model) },
  });
}

/** Any HTTP answer will do: what it means is the registry's to find out. */
export async function untilListening(url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      await (await fetch(url)).body?.cancel();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`${url} did not listen within 40 s`, { cause });
    }
    await wait(100);
  }
}
