import { webcrypto } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { DeliveryView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition, inSeconds } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { type Received, Receiver, Webhooks } from './webhooks.fixture-spec.js';

type Asked = ReturnType<PolicySystem['pendingApproval']>;

interface Scene {
  readonly receiver: Receiver;
  readonly workspaceId: string;
  readonly webhooks: Webhooks;
  readonly integrationId: string;
}

/** Two replicas that tell a receiver of the approvals of one workspace. */
export class TestDeliveries {
  /** Its name would hide on a screen what comes after it. */
  readonly tool = aDefinition('issue.delete\u202E');
  private readonly receivers: Receiver[] = [];
  private policy: PolicySystem | undefined;
  private scene: Scene | undefined;

  async start(): Promise<void> {
    this.policy = await PolicySystem.start({ replicas: 2 });
  }

  async begin(): Promise<void> {
    const receiver = await this.startReceiver();
    const workspaceId = newId();
    const webhooks = new Webhooks(this.system.gateway.requests, workspaceId);
    const integrationId = await this.system.integrationWith(workspaceId, [this.tool], { posture: 'ask' });
    this.scene = { receiver, workspaceId, webhooks, integrationId };
  }

  async end(): Promise<void> {
    await Promise.all(this.receivers.splice(0).map((started) => started.stop()));
  }

  get system(): PolicySystem {
    if (this.policy === undefined) throw new Error('nothing was started');
    return this.policy;
  }

  get receiver(): Receiver {
    return this.now.receiver;
  }

  get workspaceId(): string {
    return this.now.workspaceId;
  }

  get webhooks(): Webhooks {
    return this.now.webhooks;
  }

  get integrationId(): string {
    return this.now.integrationId;
  }

  async startReceiver(...answer: Parameters<typeof Receiver.start>): Promise<Receiver> {
    const started = await Receiver.start(...answer);
    this.receivers.push(started);
    return started;
  }

  ask(overrides: Parameters<PolicySystem['pendingApproval']>[3] = {}): Asked {
    return this.system.pendingApproval(this.workspaceId, this.integrationId, this.tool, overrides);
  }

  /** Most of its time is over already. */
  askShortly(): Asked {
    return this.ask({ requestedAt: inSeconds(-1_000), expiresAt: inSeconds(3) });
  }

  async untilReceived(count: number): Promise<void> {
    await eventually(() => expect(this.receiver.received).toHaveLength(count));
  }

  untilState(webhookId: string, states: string[]): Promise<DeliveryView[]> {
    return eventually(async () => {
      const deliveries = await this.webhooks.deliveries(webhookId);
      expect(deliveries.map(({ state }) => state)).toEqual(states);
      return deliveries;
    });
  }

  private get now(): Scene {
    if (this.scene === undefined) throw new Error('nothing has begun');
    return this.scene;
  }
}

/** For the tests of one suite; each has a workspace and receivers of its own. */
export function theDeliveries(): TestDeliveries {
  const deliveries = new TestDeliveries();
  beforeAll(() => deliveries.start());
  beforeEach(() => deliveries.begin());
  afterEach(() => deliveries.end());
  afterAll(() => deliveries.system.stop());
  return deliveries;
}

/** As a receiver that never saw our code would, by https://www.standardwebhooks.com and Web Crypto. */
export async function countGoodSignatures({ headers, body }: Received, secret: string): Promise<number> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const key = await webcrypto.subtle.importKey('raw', bytes, hmac, false, ['verify']);
  const signed = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`);
  const signatures = String(headers['webhook-signature']).split(' ');
  const verdicts = signatures.map((signature) =>
    webcrypto.subtle.verify(hmac, key, Buffer.from(signature.replace('v1,', ''), 'base64'), signed),
  );
  return (await Promise.all(verdicts)).filter(Boolean).length;
}
