import { type Line, paint } from './spans.js';

export interface TerminalInput extends NodeJS.ReadableStream {
  setRawMode?(isRaw: boolean): unknown;
}

export interface TerminalOutput extends NodeJS.WritableStream {
  readonly columns?: number;
  readonly rows?: number;
}

export interface Terminal {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly isColored: boolean;
}

/** Of a terminal that does not say. */
const COLUMNS = 80;
const ROWS = 24;

/** Another screen, no cursor, no line that goes on in the next by itself, and pastes that say that they are. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[2J';
const LEAVE = '\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l';
/** Terminals that know them show what is between at once; the others leave them out. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

/** The whole of a terminal: taken, drawn upon where something changed, and given back as it was. */
export class Screen {
  private shown: readonly string[] = [];
  private isTaken = false;

  constructor(private readonly terminal: Terminal) {}

  get columns(): number {
    return this.terminal.output.columns || COLUMNS;
  }

  get rows(): number {
    return this.terminal.output.rows || ROWS;
  }

  enter(): void {
    if (this.isTaken) return;
    this.isTaken = true;
    this.shown = [];
    this.terminal.input.setRawMode?.(true);
    this.terminal.input.resume();
    this.terminal.output.write(ENTER);
  }

  /** Also while the process ends: writes to terminals do not wait. */
  leave(): void {
    if (!this.isTaken) return;
    this.isTaken = false;
    this.terminal.output.write(LEAVE);
    this.terminal.input.setRawMode?.(false);
    this.terminal.input.pause();
  }

  /** After a change of size: nobody knows what the terminal made of the lines. */
  forget(): void {
    if (!this.isTaken) return;
    this.shown = [];
    this.terminal.output.write('\u001b[2J');
  }

  draw(lines: readonly Line[]): void {
    if (!this.isTaken) return;
    const painted = lines.map((line) => paint(line, this.terminal.isColored));
    const changes = painted.map((text, row) =>
      text === this.shown[row] ? '' : `\u001b[${row + 1};1H\u001b[2K${text}`,
    );
    this.shown = painted;
    const text = changes.join('');
    if (text !== '') this.terminal.output.write(BEGIN + text + END);
  }
}
