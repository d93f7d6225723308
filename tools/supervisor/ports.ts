import { createServer } from 'node:net';

/** Offsets from the base; all stay below 32768, where the ephemeral range starts. */
const OFFSETS = {
  web: 0,
  mcp: 1,
  registryHealth: 10,
  policyHealth: 11,
  routerHealth: 12,
  orchestratorHealth: 13,
  gatewayHealth: 14,
  nats: 22,
  postgres: 32,
  tracker: 50,
  trackerAdmin: 51,
  everything: 52,
  model: 53,
} as const;

export type Ports = Readonly<Record<keyof typeof OFFSETS, number>>;

const DEFAULT_BASE = 7_400;
const BASE_MAX = 32_700;

export function readPorts(env: NodeJS.ProcessEnv): Ports {
  const text = env['COUNTERSIGN_PORT_BASE'] ?? String(DEFAULT_BASE);
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1_024 || base > BASE_MAX) {
    throw new Error(`COUNTERSIGN_PORT_BASE is "${text}"; it must be a whole number from 1024 to ${BASE_MAX}.`);
  }
  return Object.fromEntries(Object.entries(OFFSETS).map(([name, offset]) => [name, base + offset])) as Ports;
}

/** Throws one sentence that names every port in use and how to move. */
export async function assertPortsFree(ports: Ports): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port))) taken.push(`${port} (${name})`);
  }
  if (taken.length === 0) return;
  throw new Error(
    `These ports are in use: ${taken.join(', ')}. Stop what uses them, or move Countersign with COUNTERSIGN_PORT_BASE, e.g. COUNTERSIGN_PORT_BASE=8400 npm start`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
