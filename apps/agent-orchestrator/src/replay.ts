import { text } from 'node:stream/consumers';
import { replayLog } from './runs/replay-log.js';
import { UnreadableRunError } from './runs/run.errors.js';

/** As `GET /runs/{id}/events` answers. */
interface EventPage {
  readonly items: readonly { readonly sequence: number; readonly type: string; readonly data: unknown }[];
}

const EXIT_REFUSED = 1;

// Reads a log from standard input and says what this version makes of it; it touches nothing.
const { items } = JSON.parse(await text(process.stdin)) as EventPage;
try {
  const rows = items.map(({ sequence, type, data }) => ({ sequence, type, data: JSON.stringify(data) }));
  for (const { sequence, type, commands } of replayLog(rows)) {
    process.stdout.write(`${sequence} ${type}: ${commands.join(', ') || 'nothing'}\n`);
  }
} catch (error) {
  if (!(error instanceof UnreadableRunError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_REFUSED;
}
