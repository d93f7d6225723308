import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { CommandResult } from './run-command.js';
import { ROOT, type RunningSystem } from './running-system.js';

const CLI = path.join(ROOT, 'apps', 'cli', 'bin', 'countersign.mjs');

/** `countersign login` at a terminal of its own, which has no credentials yet and opens no browser. */
export class LoginCommand {
  private constructor(
    /** Where it sends its person. */
    readonly page: string,
    readonly ended: Promise<CommandResult>,
  ) {}

  static async start({ home, dev }: RunningSystem, name: string): Promise<LoginCommand> {
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      XDG_CONFIG_HOME: mkdtempSync(path.join(home, 'cli-')),
    };
    const args = [CLI, 'login', dev.webUrl, '--no-open', '--name', name];
    const child = spawn(process.execPath, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    const stdout = text(child.stdout);
    let stderr = '';
    const page = new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (piece: string) => {
        stderr += piece;
        const [found] = /http\S+\/cli-login\S+(?=\n)/.exec(stderr) ?? [];
        if (found !== undefined) resolve(found);
      });
      child.once('close', () => reject(new Error(`no address in: ${stderr}`)));
    });
    const ended = Promise.all([code, stdout]).then(([code, stdout]) => ({ code, stdout, stderr }));
    return new LoginCommand(await page, ended);
  }
}
