import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CliError, EXIT } from './cli.errors.js';

/** Arguments can hold what other users of the machine must not read. */
const OWNER_ONLY = 0o600;

/** What a person makes of a text in their `$VISUAL` or `$EDITOR`, which may have arguments (`code --wait`). */
export async function openEditor(text: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-'));
  try {
    const file = path.join(folder, 'arguments.json');
    await writeFile(file, text, { mode: OWNER_ONLY });
    await run((env['VISUAL'] || env['EDITOR'] || 'vi').trim().split(/\s+/), file);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Without a shell: the name of the file is data. */
async function run([program = '', ...args]: readonly string[], file: string): Promise<void> {
  const child = spawn(program, [...args, file], { stdio: 'inherit' });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new CliError(`The editor "${program}" cannot be started; set EDITOR.`, EXIT.usage, { cause }));
    });
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new CliError('The editor did not end well: nothing was decided.');
}
