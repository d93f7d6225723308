import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import {
  type CreatedWebhook,
  createWebhook,
  type CreateWebhookRequest,
  type DeliveryState,
  type DeliveryView,
  listWebhookDeliveries,
  listWebhooks,
  replayWebhookDeliveries,
  updateWebhook,
  type UpdateWebhookRequest,
  type WebhookView,
} from '@countersign/contracts';
import { parseAllowList } from '@countersign/egress';
import type { RequestClient } from '@countersign/messaging';
import { freePort } from '@countersign/testing';
import { createLocalKeyWrapper, generateKeyEncryptionKey, parseKeyEncryptionKeys } from '@countersign/tokens';
import { aUser } from '../test-builders.fixture-spec.js';
import type { WebhookSettings } from './webhook-settings.js';

const KEYS = generateKeyEncryptionKey('test');
const EGRESS_ALLOW = '127.0.0.1 http';
export const PUBLIC_URL = 'https://countersign.example';

/** Quick, and to receivers on this machine. */
export function webhookSettings(): WebhookSettings {
  return {
    egress: { allow: parseAllowList(EGRESS_ALLOW) },
    wrapper: createLocalKeyWrapper(parseKeyEncryptionKeys(KEYS)),
    publicUrl: PUBLIC_URL,
    includeArguments: false,
    times: { pollMs: 20, leaseMs: 30_000, retryDelaysMs: [20, 20] },
  };
}

/** The same, as a process reads it. */
export function webhookEnv(): Record<string, string> {
  return { KEY_ENCRYPTION_KEYS: KEYS, EGRESS_ALLOW, PUBLIC_URL };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
}

type Answer = (response: ServerResponse, received: Received) => void;

export const ok: Answer = (response) => void response.writeHead(204).end();
export const fail =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end('no');

/** A receiver with a ledger of what it was sent. */
export class Receiver {
  readonly received: Received[] = [];
  /** The most that were with it at one moment. */
  peak = 0;
  private open = 0;

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  /** `answer` may be replaced at any time. */
  answer: Answer = ok;

  static async start(answer: Answer = ok): Promise<Receiver> {
    const port = await freePort();
    const server = createServer();
    const receiver = new Receiver(`http://127.0.0.1:${port}/hooks/of-receiver?key=query-canary`, server);
    receiver.answer = answer;
    server.on('request', (request, response) => {
      receiver.open += 1;
      receiver.peak = Math.max(receiver.peak, receiver.open);
      response.on('close', () => (receiver.open -= 1));
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const received = {
          headers: request.headers,
          path: request.url ?? '',
          body: Buffer.concat(chunks).toString(),
        };
        receiver.received.push(received);
        receiver.answer(response, received);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return receiver;
  }

  ids(): (string | undefined)[] {
    return this.received.map(({ headers }) => headers['webhook-id'] as string | undefined);
  }

  /** What was said about one approval, in the order it came. */
  saidOf(approvalId: string): { type: string; data: Record<string, unknown> }[] {
    const bodies = this.received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
    return bodies.filter(({ data }) => data['approvalId'] === approvalId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Stands in for the gateway's part in webhooks. */
export class Webhooks {
  constructor(
    private readonly requests: RequestClient,
    private readonly workspaceId: string,
  ) {}

  create(url: string, options: Partial<CreateWebhookRequest> = {}): Promise<CreatedWebhook> {
    return this.requests.ask(createWebhook, {
      workspaceId: this.workspaceId,
      actor: aUser(),
      name: 'On call',
      url,
      events: ['approval.requested', 'approval.reminder', 'approval.decided', 'approval.expired'],
      ...options,
    });
  }

  update(webhookId: string, change: Partial<UpdateWebhookRequest>): Promise<CreatedWebhook> {
    return this.requests.ask(updateWebhook, { workspaceId: this.workspaceId, actor: aUser(), webhookId, ...change });
  }

  async list(): Promise<WebhookView[]> {
    return (await this.requests.ask(listWebhooks, { workspaceId: this.workspaceId })).items;
  }

  async deliveries(webhookId: string, state?: DeliveryState): Promise<DeliveryView[]> {
    const request = { workspaceId: this.workspaceId, webhookId, ...(state === undefined ? {} : { state }) };
    return (await this.requests.ask(listWebhookDeliveries, request)).items;
  }

  async replay(webhookId: string, deliveryId?: string): Promise<number> {
    const one = deliveryId === undefined ? {} : { deliveryId };
    const request = { workspaceId: this.workspaceId, actor: aUser(), webhookId, ...one };
    return (await this.requests.ask(replayWebhookDeliveries, request)).replayed;
  }
}
