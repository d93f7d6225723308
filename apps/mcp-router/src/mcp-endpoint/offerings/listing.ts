import { LISTING_BYTES_MAX, LISTING_ITEMS_MAX } from '../../limits.js';
import type { ListedItem } from './listed-item.js';

/** What one server lists, as far as it can be shown and is not more than a server may have. */
export interface Listing {
  readonly items: readonly ListedItem[];
  readonly bytes: number;
}

/** Puts the pages of a listing together. An item that is listed twice is the one that came first. */
export class ListingBuilder {
  private readonly byKey = new Map<string, ListedItem>();
  private bytes = 0;
  isFull = false;

  constructor(private readonly read: (value: unknown) => ListedItem | undefined) {}

  add(page: unknown): void {
    const values: readonly unknown[] = Array.isArray(page) ? page : [];
    for (const value of values) {
      const item = this.read(value);
      if (item !== undefined && !this.byKey.has(item.key)) this.addItem(item);
      if (this.isFull) return;
    }
  }

  build(): Listing {
    return { items: [...this.byKey.values()], bytes: this.bytes };
  }

  private addItem(item: ListedItem): void {
    const bytes = Buffer.byteLength(JSON.stringify(item));
    this.isFull = this.byKey.size >= LISTING_ITEMS_MAX || this.bytes + bytes > LISTING_BYTES_MAX;
    if (this.isFull) return;
    this.byKey.set(item.key, item);
    this.bytes += bytes;
  }
}
