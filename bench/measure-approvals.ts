import {
  type ApprovalDecided,
  approvalDecided,
  type ApprovalPage,
  approvalRequested,
  type ApprovalRequested,
  type ApprovalView,
  decideApproval,
  getCall,
  listApprovals,
  type CallRequest,
  type DecideApprovalRequest,
  principalKey,
  type ToolDefinition,
} from '@countersign/contracts';
import { sha256Hex } from '@countersign/canonical-json';
import { newId } from '@countersign/database';
import { ConsumerHost, publishEvent, RequestClient } from '@countersign/messaging';
import { BINDING_VERSION, bindingHash, canonicalArguments } from '@countersign/tokens';
import { type Distribution, toDistribution } from './distribution.ts';
import type { BenchPolicy } from './policy-service.ts';
import { poll } from './poll.ts';

export const APPROVALS = 1_000;
/** As many people decide at once. */
const DECIDERS = 16;
const ARGUMENTS = { to: 'all@example.com', subject: 'Release', urgent: false };
const EDITED = JSON.stringify({ ...ARGUMENTS, to: 'team@example.com' });
const ACTOR = { kind: 'user', id: '0193d1f2-7c3a-7000-8000-00000000be7c', name: 'Bench' } as const;
const TOOL: ToolDefinition = {
  name: 'mail.send',
  title: null,
  description: 'Sends a mail.',
  inputSchema: {
    type: 'object',
    properties: { to: { type: 'string' }, subject: { type: 'string' }, urgent: { type: 'boolean' } },
    required: ['to'],
    additionalProperties: false,
  },
  outputSchema: null,
  annotations: null,
  definitionHash: sha256Hex('mail.send'),
  flags: [],
};

export interface DecisionFigures {
  readonly name: string;
  readonly perSecond: number;
  /** One decision, from the request to the answer. */
  readonly ms: Distribution;
  /** From the first request until the router had heard of the last one, by second. */
  readonly heardPerSecond: number;
}

export interface ApprovalFigures {
  readonly createdPerSecond: number;
  readonly decisions: readonly DecisionFigures[];
}

/** Plain approvals, and approvals with edited arguments, for which policy asks the router. */
export async function measureApprovals(policy: BenchPolicy): Promise<ApprovalFigures> {
  const bench = await ApprovalsBench.start(policy);
  try {
    const plain = await bench.create();
    const decisions = [await bench.decide('approve', plain.ids, {})];
    const edited = await bench.create();
    decisions.push(await bench.decide('approve, edited', edited.ids, { arguments: EDITED }));
    return { createdPerSecond: Math.max(plain.perSecond, edited.perSecond), decisions };
  } finally {
    await bench.stop();
  }
}

/** Plays the router, which asks and hears, and the gateway, which decides. */
class ApprovalsBench {
  private readonly heard = new Set<string>();
  private readonly gateway: RequestClient;

  private constructor(
    private readonly policy: BenchPolicy,
    private readonly consumers: ConsumerHost,
    private readonly workspaceId: string,
    private readonly integrationId: string,
  ) {
    this.gateway = new RequestClient(policy.gateway);
    policy.router.connection.subscribe(getCall.subject, {
      queue: 'mcp-router',
      callback: (_error, message) => {
        const { callId } = message.json<CallRequest>();
        message.respond(JSON.stringify({ ok: true, data: toCall(this.workspaceId, callId) }));
      },
    });
    consumers.add(approvalDecided, { handle: ({ data }) => Promise.resolve(this.hear(data)) });
    consumers.start();
  }

  static async start(policy: BenchPolicy): Promise<ApprovalsBench> {
    const workspaceId = newId();
    const integrationId = await policy.announce(workspaceId, [TOOL]);
    const consumers = new ConsumerHost({ bus: policy.router, service: 'mcp-router' });
    const bench = new ApprovalsBench(policy, consumers, workspaceId, integrationId);
    await bench.untilMerged();
    return bench;
  }

  /** Announced at once; done when the last one can be decided. */
  async create(): Promise<{ readonly ids: readonly string[]; readonly perSecond: number }> {
    const requests = Array.from({ length: APPROVALS }, () => this.request());
    const startedAt = performance.now();
    await Promise.all(requests.map((data) => this.announce(data)));
    await poll('the last approval', async () => ((await this.countPending()) >= APPROVALS ? true : null), 50);
    return { ids: requests.map(({ approvalId }) => approvalId), perSecond: perSecond(APPROVALS, startedAt) };
  }

  async decide(
    name: string,
    ids: readonly string[],
    more: Pick<DecideApprovalRequest, 'arguments'>,
  ): Promise<DecisionFigures> {
    const [queue, times, startedAt] = [[...ids], [] as number[], performance.now()];
    const decideAll = async (): Promise<void> => {
      for (let approvalId = queue.pop(); approvalId !== undefined; approvalId = queue.pop()) {
        const from = performance.now();
        const request = {
          workspaceId: this.workspaceId,
          approvalId,
          actor: ACTOR,
          decision: 'approve',
          ...more,
        } as const;
        const view: ApprovalView = await this.gateway.ask(decideApproval, request);
        if (view.state !== 'approved') throw new Error(`an approval is ${view.state}`);
        times.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: DECIDERS }, decideAll));
    const rate = perSecond(ids.length, startedAt);
    await poll('the last decision', () => Promise.resolve(ids.every((id) => this.heard.has(id)) ? true : null), 10);
    return { name, perSecond: rate, ms: toDistribution(times), heardPerSecond: perSecond(ids.length, startedAt) };
  }

  async stop(): Promise<void> {
    await this.consumers.stop();
  }

  private hear({ approvalId }: ApprovalDecided): void {
    this.heard.add(approvalId);
  }

  private async countPending(): Promise<number> {
    let count = 0;
    let cursor: string | null | undefined;
    do {
      const request = {
        workspaceId: this.workspaceId,
        state: 'pending',
        limit: 200,
        ...(cursor ? { cursor } : {}),
      } as const;
      const page: ApprovalPage = await this.gateway.ask(listApprovals, request);
      count += page.items.length;
      cursor = page.nextCursor;
    } while (cursor);
    return count;
  }

  private async untilMerged(): Promise<void> {
    await poll('the merge', () => this.policy.isMerged(this.workspaceId, this.integrationId), 20);
  }

  private async announce(data: ApprovalRequested): Promise<void> {
    const head = {
      id: newId(),
      type: approvalRequested.subject,
      workspaceId: this.workspaceId,
      aggregateId: data.callId,
    };
    const event = { ...head, occurredAt: new Date().toISOString(), data };
    await publishEvent(this.policy.router.jetstream, approvalRequested, event, newId());
  }

  private request(): ApprovalRequested {
    const principal = { kind: 'run', id: newId(), name: 'Bench run', ownerId: newId() } as const;
    const [callId, expiresAt] = [newId(), new Date(Date.now() + 3_600_000).toISOString()];
    const { definitionHash, name: toolName } = TOOL;
    const bound = {
      workspace: this.workspaceId,
      callId,
      integrationId: this.integrationId,
      connectionRevision: 1,
      toolName,
    };
    const fields = { ...bound, definitionHash, arguments: ARGUMENTS, principal: principalKey(principal), expiresAt };
    return {
      ...{ approvalId: newId(), callId, integrationId: this.integrationId, integrationSlug: 'Bench', toolName },
      ...{
        exposedName: 'Bench__mail_x2Esend',
        connectionRevision: 1,
        definitionHash,
        principal,
        runId: null,
        expiresAt,
      },
      argumentsHash: canonicalArguments(ARGUMENTS).hash,
      bindingHash: bindingHash(fields, BINDING_VERSION),
      bindingVersion: BINDING_VERSION,
      askReason: 'requires_approval',
      requestedAt: new Date().toISOString(),
    };
  }
}

/** What the router says of a call; policy looks at the arguments alone. */
function toCall(workspaceId: string, id: string): object {
  const nothing = { integrationId: null, integrationSlug: null, toolName: null, runId: null, toolCallId: null };
  const open = { approvalId: null, argumentsHash: null, fence: 0, sentAt: null, settledAt: null, expiresAt: null };
  const state = { state: 'pending_approval', verdict: 'ask', verdictReason: 'requires approval', principal: ACTOR };
  const outcome = { isError: null, resultBytes: null, outcomeReason: null, createdAt: new Date().toISOString() };
  const { text } = canonicalArguments(ARGUMENTS);
  return {
    id,
    workspaceId,
    exposedName: 'Bench__mail_x2Esend',
    arguments: text,
    ...nothing,
    ...open,
    ...state,
    ...outcome,
  };
}

function perSecond(count: number, startedAt: number): number {
  return (count * 1_000) / (performance.now() - startedAt);
}
