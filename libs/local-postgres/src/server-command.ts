import path from 'node:path';
import { binFolder } from './binaries.js';
import { serverUser } from './server-user.js';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where it must run as another user than ours. */
  readonly uid?: number;
  readonly gid?: number;
}

/** How to spawn the server: on loopback alone, without a Unix socket. SIGINT is its fast shutdown. */
export function serverCommand(dataDir: string, port: number, settings: readonly string[] = []): ServerCommand {
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings];
  return {
    command: path.join(binFolder(), 'postgres'),
    args: ['-D', dataDir, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])],
    cwd: '/',
    ...serverUser(),
  };
}
