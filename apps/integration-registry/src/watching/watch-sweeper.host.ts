import { newId } from '@countersign/database';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type Check, CheckSlots } from './check-slots.js';
import { RunCheck } from './run-check.use-case.js';
import { ToolListStreams } from './tool-list-streams.host.js';
import { type Claim, type Room, WatchLeases } from './watch-lease.repository.js';
import { CHECKS_MAX, CHECKS_PER_WORKSPACE_MAX, STOPPING_MS_MAX, STREAMS_PER_SWEEP_MAX } from './watch-limits.js';
import { WATCH_TIMES, type WatchTimes } from './watch-times.js';

/**
 * Finds, every second, what is due: servers to look at, streams to open or to close. Any number of replicas may; each server
 * is watched by one of them.
 */
@Injectable()
export class WatchSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WatchSweeper.name);
  private readonly checks = new CheckSlots((check) => this.run(check), {
    all: CHECKS_MAX,
    perWorkspace: CHECKS_PER_WORKSPACE_MAX,
  });
  /** Of this replica; another one after its lease has lapsed. Null before it has one. */
  private holder: string | null = null;
  private loop: Promise<void> = Promise.resolve();
  private isStopping = false;
  private interrupt: () => void = () => undefined;

  constructor(
    private readonly leases: WatchLeases,
    private readonly streams: ToolListStreams,
    private readonly runCheck: RunCheck,
    @Inject(WATCH_TIMES) private readonly times: WatchTimes,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.sweepUntilStopped();
  }

  /** Everything this replica watches is free at once; a look that takes long may end after that, and is recorded as well. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.interrupt();
    await this.loop;
    await Promise.all([this.streams.forsakeAll(), within(STOPPING_MS_MAX, this.checks.close())]);
    if (this.holder !== null) await this.leases.resign(this.holder, this.times.pollMs);
  }

  private async sweepUntilStopped(): Promise<void> {
    while (!this.isStopping) {
      try {
        await this.sweep();
      } catch (error) {
        this.logger.error('nothing could be found to watch; trying again', error);
      }
      await this.pause();
    }
  }

  private async sweep(): Promise<void> {
    const { leaseMs, pollMs } = this.times;
    const holder = this.holder ?? (await this.enlist());
    const claim = await this.leases.sweep(holder, leaseMs, pollMs, this.room());
    if (claim === null) return this.startAnew();
    this.letGo(holder, claim);
    for (const ref of claim.checks) this.checks.request({ ref, trigger: 'poll' });
    const owner = { holder, request: (check: Check) => this.checks.request(check) };
    for (const claimed of claim.streams) this.streams.open(owner, claimed);
  }

  private async enlist(): Promise<string> {
    const holder = newId();
    await this.leases.enlist(holder, this.times.leaseMs);
    this.holder = holder;
    return holder;
  }

  /** Others watch by now what this replica did. */
  private async startAnew(): Promise<void> {
    this.logger.warn('the lease has lapsed; what was watched is left to others');
    this.holder = null;
    await this.streams.forsakeAll();
  }

  private room(): Room {
    const { free, perWorkspace, integrationIds } = this.checks;
    return {
      checks: free,
      checksPerWorkspace: CHECKS_PER_WORKSPACE_MAX,
      perWorkspace,
      busyWith: integrationIds,
      streams: Math.min(STREAMS_PER_SWEEP_MAX, this.streams.free),
    };
  }

  private letGo(holder: string, { recalled }: Claim): void {
    for (const ref of recalled) {
      if (this.streams.isHolding(ref.integrationId)) this.streams.close(ref.integrationId);
      else if (!this.checks.isBusyWith(ref.integrationId)) void this.release(holder, { ref, trigger: 'poll' });
    }
  }

  private async run(check: Check): Promise<void> {
    await this.runCheck.execute(check);
    if (this.holder !== null) await this.release(this.holder, check);
  }

  private async release(holder: string, { ref }: Check): Promise<void> {
    const { pollMs } = this.times;
    try {
      if (this.streams.isHolding(ref.integrationId)) await this.leases.postpone(holder, ref, pollMs);
      else await this.leases.release(holder, ref, pollMs);
    } catch (error) {
      // The lease ends with the replica at the latest.
      this.logger.error(`the watch of integration ${ref.integrationId} could not be given back`, error);
    }
  }

  private pause(): Promise<void> {
    if (this.isStopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.times.sweepMs);
      this.interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}
