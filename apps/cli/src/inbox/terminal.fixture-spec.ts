import { PassThrough, Writable } from 'node:stream';
import { eventually } from '@countersign/testing';

/** A terminal as far as the inbox uses one: rows that are addressed, and what it was told to be. */
export class TestTerminal {
  readonly input = Object.assign(new PassThrough(), { setRawMode: (isRaw: boolean) => (this.isRaw = isRaw) });
  readonly output = Object.assign(new Writable({ write: (piece, _, done) => done(this.take(String(piece))) }), {
    columns: 80,
    rows: 24,
  });
  readonly isColored = false;
  isRaw = false;
  /** Everything that was written since it was looked at last. */
  written = '';
  private readonly lines: string[] = [];
  private readonly modes = new Set<string>();

  /** The modes that are on, e.g. `?1049`. */
  get on(): string[] {
    return [...this.modes];
  }

  get text(): string {
    return this.lines.join('\n');
  }

  type(text: string): void {
    this.input.write(text);
  }

  resize(columns: number, rows: number): void {
    Object.assign(this.output, { columns, rows });
    this.output.emit('resize');
  }

  async shows(text: string): Promise<void> {
    await eventually(() => {
      if (!this.text.includes(text)) throw new Error(`it does not show "${text}":\n${this.text}`);
    });
  }

  private take(piece: string): null {
    this.written += piece;
    const parts = piece.split('\u001b[');
    for (const part of parts) this.obey(part);
    return null;
  }

  private obey(part: string): void {
    const [, mode, isOn] = /^(\?\d+)([hl])/.exec(part) ?? [];
    if (mode !== undefined && isOn === 'h') this.modes.add(mode);
    if (mode !== undefined && isOn === 'l') this.modes.delete(mode);
    const [, row] = /^(\d+);1H/.exec(part) ?? [];
    if (row !== undefined) this.row = Number(row) - 1;
    if (part === '2J') this.lines.length = 0;
    if (part.startsWith('2K')) this.lines[this.row] = part.slice(2);
  }

  private row = 0;
}
