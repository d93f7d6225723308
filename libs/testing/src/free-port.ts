import { createServer } from 'node:net';

/** Above the project's own ports; the ephemeral range of Linux, from which any connection may take one, starts at 32768. */
const FIRST_PORT = 12_000;
const PORTS_PER_WORKER = 500;
const WORKERS = 40;

/** Each process walks through its part from another place, so that two test runs at a time rarely meet. */
let next = (process.pid * 7) % PORTS_PER_WORKER;

/** A port on which nothing listens. Parallel Jest workers are given different ones. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env['JEST_WORKER_ID'] ?? '0') % WORKERS;
  for (let tried = 0; tried < PORTS_PER_WORKER; tried += 1) {
    const port = FIRST_PORT + worker * PORTS_PER_WORKER + next;
    next = (next + 1) % PORTS_PER_WORKER;
    if (await isFree(port)) return port;
  }
  throw new Error('no free port in the range of this worker');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}
