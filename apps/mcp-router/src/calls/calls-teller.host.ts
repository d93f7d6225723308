import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { callsChanged } from '@countersign/contracts';
import { Bus, publishHint } from '@countersign/messaging';

/** Thousands end in a second; whoever shows a list of them needs to know that once. */
const TELL_INTERVAL_MS = 1_000;
/** What is noted in a transaction is told again if that can still have been open when it was told. */
const COMMIT_MS = 250;

interface Noted {
  changed: number;
  lastAt: number;
}

/** Tells whoever shows calls that there is something new to show, without a message for each. */
@Injectable()
export class CallsTeller implements OnModuleDestroy {
  private readonly noted = new Map<string, Noted>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly bus: Bus) {}

  /** Costs nothing to speak of: it is on the way of every call. */
  note(workspaceId: string): void {
    const { changed } = this.noted.get(workspaceId) ?? { changed: 0 };
    this.noted.set(workspaceId, { changed: changed + 1, lastAt: Date.now() });
    this.timer ??= setTimeout(() => this.tell(), TELL_INTERVAL_MS).unref();
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = undefined;
    const openSince = Date.now() - COMMIT_MS;
    for (const [workspaceId, { changed, lastAt }] of [...this.noted]) {
      publishHint(this.bus, callsChanged, { workspaceId, changed });
      if (lastAt < openSince) this.noted.delete(workspaceId);
      else this.noted.set(workspaceId, { changed: 0, lastAt });
    }
    if (this.noted.size > 0) this.timer = setTimeout(() => this.tell(), TELL_INTERVAL_MS).unref();
  }
}
