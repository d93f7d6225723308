import { poll } from './poll.ts';

export interface LedgerEntry {
  readonly seq: number;
  /** When the tracker had read the request; RFC 3339 with milliseconds. */
  readonly receivedAt: string;
  readonly tool: string;
  readonly arguments: { readonly id?: string };
}

/** Often enough to go on at once; the time that counts is the ledger's own. */
const LOOK_PAUSE_MS = 10;

/** What the demo tracker was sent, read from where the last look ended. */
export class TrackerLedger {
  private since = 0;

  constructor(private readonly adminUrl: string) {}

  /** Everything that came since the last look; at least one. */
  nextEntries(): Promise<LedgerEntry[]> {
    return poll(
      'a call of the demo tracker',
      async () => {
        const entries = await this.read();
        return entries.length === 0 ? null : entries;
      },
      LOOK_PAUSE_MS,
    );
  }

  async skip(): Promise<void> {
    await this.read();
  }

  private async read(): Promise<LedgerEntry[]> {
    const response = await fetch(`${this.adminUrl}/ledger?since=${this.since}`);
    const { entries } = (await response.json()) as { entries: LedgerEntry[] };
    this.since = entries.at(-1)?.seq ?? this.since;
    return entries;
  }
}
