import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { ROOT, type RunningSystem } from './running-system.js';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runNode(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      env: { ...env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** `npx countersign …` of this installation. */
export function countersign(system: RunningSystem, ...args: string[]): Promise<CommandResult> {
  // Where CI is set, colours would be written into pipes too.
  const env = { ...system.env, NO_COLOR: '1' };
  return runNode(path.join(ROOT, 'apps', 'cli', 'bin', 'countersign.mjs'), args, env);
}

/** The same with `--json`; throws with what it said when it failed. */
export async function countersignJson<T>(system: RunningSystem, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await countersign(system, '--json', ...args);
  if (code !== 0) throw new Error(`countersign ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return JSON.parse(stdout) as T;
}
