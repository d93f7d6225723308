import type { Egress } from '@countersign/egress';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Check } from './check-slots.js';
import { countStreamFailures, streamDelayMs } from './stream-delay.js';
import { HeldStream } from './streams/held-stream.client.js';
import type { StreamTarget } from './streams/listener-exchange.client.js';
import { StreamEndedError } from './streams/stream.errors.js';
import type { ClaimedStream, StreamAftermath, WatchLeases } from './watch-lease.repository.js';
import type { WatchSettings } from './watch-settings.js';
import type { WatchedServers } from './watched-servers.repository.js';

/** Whose streams, and what becomes of what they hear. */
export interface StreamOwner {
  readonly holder: string;
  readonly request: (check: Check) => void;
}

interface Entry {
  readonly stream: HeldStream;
  readonly ended: Promise<void>;
  origin: string | null;
}

/**
 * The streams that this replica has open. Nothing of them is kept but the connection and a line of text; all times are those
 * of the egress. An announcement that was lost costs nothing but the time to the next look.
 */
export class ToolListStreams implements OnApplicationShutdown {
  private readonly logger = new Logger(ToolListStreams.name);
  private readonly entries = new Map<string, Entry>();
  /** Whoever closes all of them has given up their leases, or does so for all at once. */
  private isForsaken = false;

  /** @param egress of its own: streams must not take the connections of those who wait for an answer */
  constructor(
    private readonly egress: Egress,
    private readonly servers: WatchedServers,
    private readonly leases: WatchLeases,
    private readonly settings: WatchSettings,
  ) {}

  get free(): number {
    return this.settings.streams.all - this.entries.size;
  }

  isHolding(integrationId: string): boolean {
    return this.entries.has(integrationId);
  }

  /** Opens a stream that the owner has claimed, and gives the claim back when it ends. */
  open(owner: StreamOwner, claimed: ClaimedStream): void {
    const { integrationId } = claimed;
    const stream = new HeldStream(
      {
        onOpen: () => void this.opened(owner, claimed),
        onAnnounced: () => owner.request({ ref: claimed, trigger: 'list-changed' }),
      },
      this.settings.times,
    );
    const ended = this.follow(owner, claimed, stream).finally(() => this.entries.delete(integrationId));
    this.entries.set(integrationId, { stream, ended, origin: null });
  }

  close(integrationId: string): void {
    this.entries.get(integrationId)?.stream.close();
  }

  /** Without giving the claims back. */
  async forsakeAll(): Promise<void> {
    this.isForsaken = true;
    const entries = [...this.entries.values()];
    for (const { stream } of entries) stream.close();
    await Promise.all(entries.map(({ ended }) => ended));
    this.isForsaken = false;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.egress.close();
  }

  private async follow(owner: StreamOwner, claimed: ClaimedStream, stream: HeldStream): Promise<void> {
    try {
      const end = await this.listen(claimed, stream);
      if (this.isForsaken) return;
      await this.leases.endStream(owner.holder, claimed, this.toAftermath(claimed, stream, end));
    } catch (error) {
      // The lease is lost with the replica at the latest.
      this.logger.error(`the watch of integration ${claimed.integrationId} could not be given back`, error);
    }
  }

  /** Null where this replica closed it. */
  private async listen(claimed: ClaimedStream, stream: HeldStream): Promise<StreamEndedError | null> {
    if (!(await this.servers.isToBeWatched(claimed))) return null;
    const target = await this.findTarget(claimed);
    if (stream.isClosing) return null;
    const end = target instanceof StreamEndedError ? target : await stream.listen(this.egress, target);
    const { integrationId } = claimed;
    if (end !== null) this.logger.log('not listening', { integrationId, end: end.end, reason: end.message });
    return end;
  }

  private async findTarget(claimed: ClaimedStream): Promise<StreamTarget | StreamEndedError> {
    try {
      const target = await this.servers.findTarget(claimed);
      if (target === null) return new StreamEndedError('refused', 'it was never verified');
      return this.takePlace(claimed.integrationId, new URL(target.serverUrl).origin)
        ? target
        : new StreamEndedError('refused', 'there are enough streams to that server');
    } catch (error) {
      this.logger.warn(`integration ${claimed.integrationId} cannot be listened to: ${String(error)}`);
      return new StreamEndedError('broken', 'its credentials cannot be read');
    }
  }

  private takePlace(integrationId: string, origin: string): boolean {
    const taken = [...this.entries.values()].filter((entry) => entry.origin === origin).length;
    const entry = this.entries.get(integrationId);
    if (taken >= this.settings.streams.perOrigin || entry === undefined) return false;
    entry.origin = origin;
    return true;
  }

  private async opened(owner: StreamOwner, claimed: ClaimedStream): Promise<void> {
    try {
      const isWanted = await this.leases.markStreaming(owner.holder, claimed);
      // What changed between the last look and the opening was announced to nobody.
      if (isWanted) owner.request({ ref: claimed, trigger: 'poll' });
      else this.close(claimed.integrationId);
    } catch (error) {
      this.logger.error(`the stream of integration ${claimed.integrationId} could not be noted down`, error);
      this.close(claimed.integrationId);
    }
  }

  private toAftermath(claimed: ClaimedStream, stream: HeldStream, end: StreamEndedError | null): StreamAftermath {
    const { times } = this.settings;
    const checkWithinMs = times.pollMs;
    if (end === null) return { failures: 0, retryMs: 0, checkWithinMs };
    const failures = countStreamFailures(end.end, claimed.failures, stream.livedMs, times);
    return { failures, retryMs: streamDelayMs(end.end, failures, times, Math.random()), checkWithinMs };
  }
}
