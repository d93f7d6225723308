import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { serverUser } from './server-user.js';

/** Where things go that the server's user could not reach, e.g. because they would be below `/root`. */
const SHARED_FOLDER = '/var/lib/countersign';
const OTHERS_MAY_PASS = 0o001;

/**
 * The folder itself where the server can reach it, else one below `/var/lib/countersign` that stands for it. The
 * permissions of other folders are never widened for this.
 */
export function reachableFolder(folder: string): string {
  if (serverUser() === null || ancestorsOf(folder).every(isOpen)) return folder;
  const digest = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 16);
  const shared = path.join(SHARED_FOLDER, `${path.basename(folder)}-${digest}`);
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  return shared;
}

function ancestorsOf(folder: string): string[] {
  const parent = path.dirname(path.resolve(folder));
  return parent === path.dirname(parent) ? [parent] : [parent, ...ancestorsOf(parent)];
}

function isOpen(folder: string): boolean {
  // One that is not there yet is made by the caller, who then answers for it.
  return !existsSync(folder) || (statSync(folder).mode & OTHERS_MAY_PASS) !== 0;
}
