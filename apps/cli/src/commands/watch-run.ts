import type { Schemas, StreamMessage } from '@countersign/api-client';
import { WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printJsonLine, printLine, printNote, safeText } from '../print.js';
import type { CommandContext } from './command-context.js';
import { getRun, type Run } from './find-run.js';
import { RunTranscript } from './run-transcript.js';

/** In a row, without a message and without having lasted: the server is gone, not the connection. Half a minute of waits. */
const LOSSES_MAX = 6;
/** As shells say it. */
const EXIT_INTERRUPTED = 130;
const FROM_THE_BEGINNING = '0';

const ENDS: ReadonlySet<string> = new Set(['run_finished', 'run_failed', 'run_cancelled']);

/** Shows what happens in a run until it ends; a lost connection goes on where it was. The run is left alone. */
export async function watchRun({ api, json }: CommandContext, runId: string): Promise<Run> {
  // A server that is not there from the start, and a run that is not, are told at once; only what breaks is waited for.
  await getRun(api, runId);
  const leave = (): void => {
    printNote(`\nThe run goes on without you: countersign runs watch ${runId}`);
    process.exit(EXIT_INTERRUPTED);
  };
  process.once('SIGINT', leave);
  const printer = new RunPrinter(json);
  const messages = api.events(
    (stream) => api.client.GET(`${WORKSPACE}/runs/{runId}/events`, { params: api.at({ runId }), ...stream }),
    { lastEventId: FROM_THE_BEGINNING, onLost },
  );
  try {
    for await (const message of messages) {
      const event = printer.print(message);
      // A message may have opened the run again since.
      const run = event && ENDS.has(event.type) ? await getRun(api, runId) : null;
      if (run !== null && run.version <= (event?.sequence ?? 0)) return run;
    }
    throw goneError();
  } finally {
    process.off('SIGINT', leave);
  }
}

function onLost(_waitMs: number, losses: number): void {
  if (losses >= LOSSES_MAX) throw goneError();
}

function goneError(): CliError {
  return new CliError('Countersign does not answer any more.', EXIT.unreachable);
}

class RunPrinter {
  private readonly transcript = new RunTranscript();
  /** What the model has written of the turn so far, as it was shown. */
  private said = '';
  private attempt = '';

  constructor(private readonly json: boolean) {}

  /** The event that the message is of, if it is of one. */
  print(message: StreamMessage): RunEvent | null {
    if (message.event === 'end') throw toEnd(message);
    if (message.event === 'delta') this.showDelta(JSON.parse(message.data) as Delta);
    if (message.event !== 'message') return null;
    const event = JSON.parse(message.data) as RunEvent;
    this.show(event);
    return event;
  }

  private show(event: RunEvent): void {
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

type RunEvent = Schemas['RunEventView'];

interface Delta {
  readonly attempt: string;
  readonly index: number;
  readonly text: string;
}

function toEnd({ data }: StreamMessage): CliError {
  const { code } = JSON.parse(data) as { code: string };
  return new CliError(`The run can not be watched any more (${code}).`, EXIT.refused);
}
