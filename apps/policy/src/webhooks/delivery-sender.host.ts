import { Database, Rounds } from '@countersign/database';
import type { Egress } from '@countersign/egress';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DeliveryLeaseRepository, type LeasedDelivery } from './delivery-lease.repository.js';
import { SendDelivery } from './send-delivery.use-case.js';
import { SENDS_MAX, SENDS_PER_WEBHOOK_MAX } from './webhook-limits.js';
import { WEBHOOK_EGRESS, WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js';

/**
 * Sends what is due. Every replica does; each delivery is leased by one of them, and one whose process died is due again
 * when the lease ends.
 */
@Injectable()
export class DeliverySender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliverySender.name);
  private readonly underWay = new Map<LeasedDelivery, Promise<void>>();
  private readonly rounds: Rounds;

  constructor(
    private readonly database: Database,
    private readonly leases: DeliveryLeaseRepository,
    private readonly sending: SendDelivery,
    @Inject(WEBHOOK_SETTINGS) private readonly settings: WebhookSettings,
    @Inject(WEBHOOK_EGRESS) private readonly egress: Egress,
  ) {
    this.rounds = new Rounds({
      everyMs: settings.times.pollMs,
      work: () => this.claimAll(),
      onFailure: (error) => this.logger.error('Webhook deliveries cannot be looked up; trying again', error),
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** What is under way has its end within its time-out; the rest is left to the other replicas. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    await Promise.all(this.underWay.values());
    await this.egress.close();
  }

  /** Until nothing is due that has a place. */
  private async claimAll(): Promise<void> {
    await this.rounds.whileFull(1, () => this.claim());
  }

  /** Returns how many were due and are being sent now. */
  private async claim(): Promise<number> {
    const limit = SENDS_MAX - this.underWay.size;
    if (limit <= 0) return 0;
    const { leaseMs } = this.settings.times;
    const busyWebhookIds = this.busyWebhookIds();
    const claimed = await this.database.system((tx) => this.leases.claim(tx, { limit, leaseMs, busyWebhookIds }));
    for (const delivery of claimed) this.start(delivery);
    return claimed.length;
  }

  private start(delivery: LeasedDelivery): void {
    const sent = this.send(delivery).finally(() => {
      this.underWay.delete(delivery);
      // Its place is free for what waited behind it.
      this.rounds.wake();
    });
    this.underWay.set(delivery, sent);
  }

  private async send(delivery: LeasedDelivery): Promise<void> {
    try {
      await this.sending.execute(delivery);
    } catch (error) {
      const { id, webhookId } = delivery;
      this.logger.error('An attempt at a webhook is lost; it is made again after its lease', {
        err: error,
        id,
        webhookId,
      });
    }
  }

  private busyWebhookIds(): string[] {
    const byWebhook = Map.groupBy(this.underWay.keys(), ({ webhookId }) => webhookId);
    return [...byWebhook].filter(([, those]) => those.length >= SENDS_PER_WEBHOOK_MAX).map(([webhookId]) => webhookId);
  }
}
