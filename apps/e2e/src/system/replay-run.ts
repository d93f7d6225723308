import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { ROOT } from './running-system.js';

const REPLAY = path.join(ROOT, 'apps', 'agent-orchestrator', 'dist', 'replay.js');

/** What the orchestrator of this version makes of a log: a line for each event. Throws with the reason when it is refused. */
export async function replayRun(page: object): Promise<string[]> {
  const child = spawn(process.execPath, [REPLAY], { env: { ...process.env, NODE_OPTIONS: '' }, stdio: 'pipe' });
  child.stdin.end(JSON.stringify(page));
  const [output, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (problem !== '') throw new Error(`the log is refused: ${problem}`);
  return output.trim().split('\n');
}
