import { DiscoveryBusyError } from './discovery.errors.js';

export interface DiscoveryBounds {
  /** Under way at once. */
  readonly all: number;
  readonly perWorkspace: number;
  readonly waitingPerWorkspace: number;
  readonly waitMs: number;
}

interface Waiter {
  readonly workspaceId: string;
  readonly start: () => void;
}

/**
 * How many servers this process discovers at once, whoever asks for it: each may fill tens of megabytes, and the one thread
 * that reads them all. Who finds no room waits for a while, first come, first served, past those whose workspace has none.
 */
export class DiscoverySlots {
  private readonly running = new Map<string, number>();
  private readonly waiting = new Set<Waiter>();
  private runningCount = 0;

  constructor(private readonly bounds: DiscoveryBounds) {}

  /** @throws DiscoveryBusyError, and what the work throws */
  async run<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
    if (this.hasRoomFor(workspaceId)) this.occupy(workspaceId);
    else await this.wait(workspaceId);
    try {
      return await work();
    } finally {
      this.leave(workspaceId);
    }
  }

  private hasRoomFor(workspaceId: string): boolean {
    const { all, perWorkspace } = this.bounds;
    return this.runningCount < all && (this.running.get(workspaceId) ?? 0) < perWorkspace;
  }

  private occupy(workspaceId: string): void {
    this.runningCount += 1;
    this.running.set(workspaceId, (this.running.get(workspaceId) ?? 0) + 1);
  }

  private leave(workspaceId: string): void {
    const left = (this.running.get(workspaceId) ?? 0) - 1;
    this.runningCount -= 1;
    if (left > 0) this.running.set(workspaceId, left);
    else this.running.delete(workspaceId);
    for (const waiter of this.waiting) if (this.hasRoomFor(waiter.workspaceId)) waiter.start();
  }

  private wait(workspaceId: string): Promise<void> {
    const others = [...this.waiting].filter((waiter) => waiter.workspaceId === workspaceId).length;
    if (others >= this.bounds.waitingPerWorkspace) return Promise.reject(new DiscoveryBusyError());
    return new Promise((resolve, reject) => {
      // The slot is taken in the turn in which it is given: nobody else can come in between.
      const start = (): void => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        this.occupy(workspaceId);
        resolve();
      };
      const waiter = { workspaceId, start };
      const timer = setTimeout(() => {
        this.waiting.delete(waiter);
        reject(new DiscoveryBusyError());
      }, this.bounds.waitMs);
      this.waiting.add(waiter);
    });
  }
}
