import type { DiscoveryTrigger } from '@countersign/contracts';
import type { IntegrationRef } from '../integrations/integration.repository.js';

export interface Check {
  readonly ref: IntegrationRef;
  readonly trigger: DiscoveryTrigger;
}

export interface SlotBounds {
  readonly all: number;
  readonly perWorkspace: number;
}

/** The looks that this replica takes: a few at once, and of one workspace fewer. What does not fit waits its turn. */
export class CheckSlots {
  private readonly running = new Map<string, IntegrationRef>();
  private readonly waiting = new Map<string, Check>();
  private readonly work = new Set<Promise<void>>();
  private isOpen = true;

  /** @param run never rejects */
  constructor(
    private readonly run: (check: Check) => Promise<void>,
    private readonly bounds: SlotBounds,
  ) {}

  /** Runs now or when there is room; one that waits already is the same. One that runs may have read an older list. */
  request(check: Check): void {
    if (!this.isOpen || this.waiting.has(check.ref.integrationId)) return;
    this.waiting.set(check.ref.integrationId, check);
    this.startWaiting();
  }

  /** How many more there is room for. */
  get free(): number {
    return Math.max(0, this.bounds.all - this.running.size - this.waiting.size);
  }

  /** Of all that run or wait. */
  get integrationIds(): string[] {
    return [...new Set([...this.running.keys(), ...this.waiting.keys()])];
  }

  isBusyWith(integrationId: string): boolean {
    return this.running.has(integrationId) || this.waiting.has(integrationId);
  }

  /** Workspace id → how many of its run or wait. */
  get perWorkspace(): ReadonlyMap<string, number> {
    const refs = [...this.running.values(), ...[...this.waiting.values()].map(({ ref }) => ref)];
    const groups = Map.groupBy(refs, ({ workspaceId }) => workspaceId);
    return new Map([...groups].map(([workspaceId, group]) => [workspaceId, group.length]));
  }

  /** Starts nothing more; resolves when what runs has ended. */
  async close(): Promise<void> {
    this.isOpen = false;
    this.waiting.clear();
    await Promise.all(this.work);
  }

  private startWaiting(): void {
    for (const check of [...this.waiting.values()]) if (this.hasRoomFor(check)) this.start(check);
  }

  private hasRoomFor({ ref }: Check): boolean {
    if (this.running.size >= this.bounds.all || this.running.has(ref.integrationId)) return false;
    const ofWorkspace = [...this.running.values()].filter(({ workspaceId }) => workspaceId === ref.workspaceId);
    return ofWorkspace.length < this.bounds.perWorkspace;
  }

  private start(check: Check): void {
    const { integrationId } = check.ref;
    this.waiting.delete(integrationId);
    this.running.set(integrationId, check.ref);
    const work = this.run(check).finally(() => {
      this.running.delete(integrationId);
      this.work.delete(work);
      this.startWaiting();
    });
    this.work.add(work);
  }
}
