import { spawn } from 'node:child_process';

/** A program and its arguments, never a shell: an address is data, whatever is in it. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** A convenience: the address is printed as well, so that nothing depends on it. */
export function openBrowser(url: string): void {
  const opener = OPENERS[process.platform];
  if (opener === undefined || !/^https?:$/.test(new URL(url).protocol)) return;
  const [program, ...args] = opener;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  // Where there is no such program, a person opens the address.
  child.on('error', () => undefined);
  child.unref();
}
