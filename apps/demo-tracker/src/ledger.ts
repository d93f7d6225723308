import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { JsonRecord } from './json.js';

export type Era = 'modern' | 'legacy';

/**
 * What became of a call.
 *
 * | outcome             | executed | meaning                                                        |
 * |---------------------|----------|----------------------------------------------------------------|
 * | `received`          | false    | nothing yet (it waits, hangs, or never reached the tool)       |
 * | `ok`, `tool_error`  | true     | the tool ran and returned a result, or one with `isError`      |
 * | `invalid_arguments`, `unknown_tool`, `cancelled`, `failed` | false | it did not run          |
 *
 * A switch that breaks the answer *after* the tool ran leaves `executed` true: that is what it is for.
 */
export type Outcome = 'received' | 'ok' | 'tool_error' | 'invalid_arguments' | 'unknown_tool' | 'cancelled' | 'failed';

export interface ReceivedCall {
  /** The name exactly as it came. */
  readonly tool: unknown;
  readonly arguments: unknown;
  readonly meta: unknown;
  readonly era: Era;
  readonly requestId: unknown;
  /** The whole body as it came, to compare bytes. */
  readonly body: string;
  readonly headers: Headers;
}

export interface LedgerEntry {
  readonly seq: number;
  readonly receivedAt: string;
  readonly tool: unknown;
  readonly arguments: unknown;
  readonly meta: unknown;
  readonly era: Era;
  readonly requestId: unknown;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the values of all other headers, credentials among them: a test can compare, nobody can read. */
  readonly headerHashes: Readonly<Record<string, string>>;
  readonly executed: boolean;
  /** The tool that ran, by its own name, whatever name it is listed under. */
  readonly ranTool: string | null;
  readonly outcome: Outcome;
}

const SHOWN_HEADERS =
  /^(mcp-.*|user-agent|accept|content-type|content-length|host|x-request-id|idempotency-key|traceparent|tracestate)$/;

/** Everything this server was asked to do, in the order it was asked. Only ever added to, in memory and in its file. */
export class Ledger {
  private readonly entries: LedgerEntry[] = [];

  constructor(private readonly file?: string) {}

  receive(call: ReceivedCall): LedgerEntry {
    const { headers, ...rest } = call;
    const entry: LedgerEntry = {
      seq: this.entries.length + 1,
      receivedAt: new Date().toISOString(),
      ...rest,
      ...splitHeaders(headers),
      executed: false,
      ranTool: null,
      outcome: 'received',
    };
    this.entries.push(entry);
    this.append({ kind: 'received', ...entry });
    return entry;
  }

  /** The tool has run: in the same turn of the event loop as its effect, so that nobody sees one without the other. */
  execute(seq: number, ranTool: string): void {
    this.change(seq, { executed: true, ranTool });
  }

  finish(seq: number, outcome: Outcome): void {
    this.change(seq, { outcome });
  }

  since(seq: number): readonly LedgerEntry[] {
    return this.entries.slice(Math.max(0, seq));
  }

  private change(seq: number, change: Partial<LedgerEntry>): void {
    const entry = this.entries[seq - 1];
    if (!entry) throw new Error(`the ledger has no entry ${seq}`);
    this.entries[seq - 1] = { ...entry, ...change };
    this.append({ kind: 'changed', seq, at: new Date().toISOString(), ...change });
  }

  private append(line: JsonRecord): void {
    if (this.file !== undefined) appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

function splitHeaders(headers: Headers): Pick<LedgerEntry, 'headers' | 'headerHashes'> {
  const all = [...headers];
  const shown = all.filter(([name]) => SHOWN_HEADERS.test(name));
  const hidden = all.filter(([name]) => !SHOWN_HEADERS.test(name)).map(([name, value]) => [name, sha256(value)]);
  return { headers: Object.fromEntries(shown), headerHashes: Object.fromEntries(hidden) as Record<string, string> };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
