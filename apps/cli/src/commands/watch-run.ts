import { setTimeout as wait } from 'node:timers/promises';
import type { RunEventView, RunView } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printJsonLine, printLine, printNote, safeText } from '../print.js';
import type { SseMessage } from '../sse-messages.js';
import type { CommandContext } from './command-context.js';
import { RunTranscript } from './run-transcript.js';

/** As the stream asks for it. */
const COME_BACK_MS = 1_000;
/** Without having read anything: the server is gone, not the connection. */
const FAILURES_MAX = 10;
/** A run waits for people for days, and servers end connections that are old: one that lasted this long was no failure. */
const LASTING_MS = 30_000;
/** As shells say it. */
const EXIT_INTERRUPTED = 130;

const ENDS: ReadonlySet<string> = new Set(['run_finished', 'run_failed', 'run_cancelled']);

/** Shows what happens in a run until it ends; a lost connection goes on where it was. The run is left alone. */
export async function watchRun({ api, json }: CommandContext, runId: string): Promise<RunView> {
  const leave = (): void => {
    printNote(`\nThe run goes on without you: countersign runs watch ${runId}`);
    process.exit(EXIT_INTERRUPTED);
  };
  process.once('SIGINT', leave);
  const watcher = new RunWatcher(api, runId, json);
  try {
    for (let failures = 0; ;) {
      const before = watcher.position;
      const begunMs = Date.now();
      const run = await watcher.read();
      if (run !== null) return run;
      const isFailure = watcher.position === before && Date.now() - begunMs < LASTING_MS;
      failures = isFailure ? failures + 1 : 0;
      if (failures >= FAILURES_MAX) throw new CliError('Countersign does not answer any more.', EXIT.unreachable);
      await wait(COME_BACK_MS);
    }
  } finally {
    process.off('SIGINT', leave);
  }
}

class RunWatcher {
  /** Of the last event that was shown. */
  position = 0;
  private readonly transcript = new RunTranscript();
  /** What the model has written of the turn so far, as it was shown. */
  private said = '';
  private attempt = '';

  constructor(
    private readonly api: ApiClient,
    private readonly runId: string,
    private readonly json: boolean,
  ) {}

  /** One connection. The run when it has ended; null when the connection ended before. */
  async read(): Promise<RunView | null> {
    const path = `/runs/${encodeURIComponent(this.runId)}`;
    for await (const message of this.api.stream(`${path}/events`, String(this.position))) {
      if (message.event === 'end') throw toEnd(message);
      if (message.event === 'delta') this.showDelta(JSON.parse(message.data) as Delta);
      if (message.event !== 'message') continue;
      const event = JSON.parse(message.data) as RunEventView;
      this.show(event);
      // A message may have opened the run again since.
      const run = ENDS.has(event.type) ? await this.api.get<RunView>(path) : null;
      if (run !== null && run.version <= this.position) return run;
    }
    return null;
  }

  private show(event: RunEventView): void {
    this.position = event.sequence;
    if (this.json) return printJsonLine(event);
    if (this.said !== '') printLine();
    for (const line of this.transcript.linesOf(event, this.said)) printLine(line);
    this.said = '';
  }

  private showDelta({ attempt, index, text }: Delta): void {
    // To a program, or in a file, the recorded turn is enough.
    if (this.json || !process.stdout.isTTY) return;
    if (attempt !== this.attempt && this.said !== '') this.breakOff();
    if (attempt !== this.attempt && index > 0) return;
    this.attempt = attempt;
    this.said += text;
    process.stdout.write(safeText(text));
  }

  private breakOff(): void {
    this.said = '';
    printLine('\n… The model is asked again.');
  }
}

interface Delta {
  readonly attempt: string;
  readonly index: number;
  readonly text: string;
}

function toEnd({ data }: SseMessage): CliError {
  const { code } = JSON.parse(data) as { code: string };
  return new CliError(`The run can not be watched any more (${code}).`, EXIT.refused);
}
