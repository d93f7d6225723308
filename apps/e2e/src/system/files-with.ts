import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RunningSystem } from './running-system.js';

/** Files of the installation, databases and streams included, that hold one of these texts; where it belongs does not count. */
export function filesWith(system: RunningSystem, secrets: readonly string[]): string[] {
  const belongs = new Set([path.join(system.home, 'dev.json'), path.join(system.home, 'secrets', 'admin-password')]);
  return walk(system.home).filter((file) => {
    if (belongs.has(file)) return false;
    const content = readFileSync(file);
    return secrets.some((secret) => content.includes(secret));
  });
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    const stat = statSync(file);
    if (stat.isDirectory()) return walk(file);
    return stat.isFile() ? [file] : [];
  });
}
