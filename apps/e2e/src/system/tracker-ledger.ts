import type { RunningSystem } from './running-system.js';

/** What the demo tracker was sent: the ground truth of every claim about execution. */
export interface LedgerEntry {
  readonly seq: number;
  readonly tool: string;
  readonly arguments: unknown;
  readonly meta: Readonly<Record<string, unknown>> | null;
  readonly executed: boolean;
  readonly ranTool: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export class TrackerLedger {
  private since = 0;

  private constructor(private readonly adminUrl: string) {}

  /** Sees only what comes from now on. */
  static async open(system: RunningSystem): Promise<TrackerLedger> {
    const ledger = new TrackerLedger(system.trackerAdminUrl);
    ledger.since = (await ledger.read()).at(-1)?.seq ?? 0;
    return ledger;
  }

  async entries(): Promise<LedgerEntry[]> {
    return (await this.read()).filter(({ seq }) => seq > this.since);
  }

  /** The calls of one tool that really ran. */
  async executed(tool: string): Promise<LedgerEntry[]> {
    return (await this.entries()).filter((entry) => entry.executed && entry.ranTool === tool);
  }

  async switch(switches: object): Promise<void> {
    const response = await fetch(`${this.adminUrl}/switches`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(switches),
    });
    if (!response.ok) throw new Error(`the tracker refused the switches: ${await response.text()}`);
  }

  private async read(): Promise<LedgerEntry[]> {
    const response = await fetch(`${this.adminUrl}/ledger?since=${this.since}`);
    const body = (await response.json()) as LedgerEntry[] | { entries: LedgerEntry[] };
    return Array.isArray(body) ? body : body.entries;
  }
}
