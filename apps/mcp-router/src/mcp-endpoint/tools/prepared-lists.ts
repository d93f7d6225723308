import { LISTS_KEPT_BYTES_MAX } from '../../limits.js';
import type { ToolPage } from './tool-pages.js';

/**
 * Listings in the form in which they are sent, by what they show: tokens that see the same share one, and one that nobody
 * sees any more is forgotten when room is needed.
 */
export class PreparedLists {
  private readonly kept = new Map<string, readonly ToolPage[]>();
  private readonly making = new Map<string, Promise<readonly ToolPage[]>>();
  private bytes = 0;

  constructor(private readonly bytesMax = LISTS_KEPT_BYTES_MAX) {}

  /** `make` runs once, however many ask meanwhile. */
  async of(key: string, make: () => Promise<PreparedList>): Promise<readonly ToolPage[]> {
    const known = this.take(key);
    if (known === undefined) return this.make(key, make);
    this.keep(key, known);
    return known;
  }

  private make(key: string, make: () => Promise<PreparedList>): Promise<readonly ToolPage[]> {
    const running = this.making.get(key);
    if (running !== undefined) return running;
    const making = make()
      .then(({ pages, isWhole }) => {
        if (isWhole) this.keep(key, pages);
        return pages;
      })
      .finally(() => this.making.delete(key));
    this.making.set(key, making);
    return making;
  }

  private take(key: string): readonly ToolPage[] | undefined {
    const known = this.kept.get(key);
    if (known === undefined) return undefined;
    this.kept.delete(key);
    this.bytes -= bytesOf(known);
    return known;
  }

  private keep(key: string, pages: readonly ToolPage[]): void {
    this.kept.set(key, pages);
    this.bytes += bytesOf(pages);
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.bytesMax) return;
      this.take(oldest);
    }
  }
}

export interface PreparedList {
  readonly pages: readonly ToolPage[];
  /** A listing without a tool whose definition could not be had is not the one that its name means. */
  readonly isWhole: boolean;
}

function bytesOf(pages: readonly ToolPage[]): number {
  return pages.reduce((sum, { json }) => sum + json.length, 0);
}
