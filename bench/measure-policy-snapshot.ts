import {
  listPolicyChanges,
  listTools,
  type PolicyChange,
  type PolicyChanges,
  type ToolDefinition,
  type ToolPage,
  type ToolPoliciesUpdated,
  updateToolPolicies,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import type { Bus } from '@countersign/messaging';
import { sha256Hex } from '@countersign/canonical-json';
import { PolicyCopy } from '../apps/mcp-router/src/copies/policy-copy.ts';
import { type Distribution, toDistribution } from './distribution.ts';
import type { BenchPolicy } from './policy-service.ts';
import { poll } from './poll.ts';

export const INTEGRATIONS = 20;
export const TOOLS = 500;
const SNAPSHOTS = 20;
const PATCHES = 20;
const REQUEST_MS_MAX = 30_000;
const ACTOR = { kind: 'user', id: '0193d1f2-7c3a-7000-8000-00000000be7c', name: 'Bench' } as const;

export interface PatchFigures {
  readonly tools: number;
  readonly ms: Distribution;
  /** Of everything that the service does meanwhile, its sweeps and relay included; of the quietest one. */
  readonly statements: number;
  /** What a router fetches afterwards. */
  readonly changes: FetchFigures;
}

export interface FetchFigures {
  readonly bytes: number;
  readonly pages: number;
  /** From the first request to the last answer. */
  readonly fetchMs: Distribution;
  /** In a router's copy, documents healed. */
  readonly applyMs: Distribution;
}

export interface PolicySnapshotFigures {
  /** All integrations at once, from the first announcement to the last merge. */
  readonly mergeMs: number;
  readonly snapshot: FetchFigures;
  readonly patches: readonly PatchFigures[];
}

export async function measurePolicySnapshot(policy: BenchPolicy): Promise<PolicySnapshotFigures> {
  const workspaceId = newId();
  const startedAt = performance.now();
  const announced = Array.from({ length: INTEGRATIONS }, () => policy.announce(workspaceId, someTools()));
  const integrationIds = await Promise.all(announced);
  for (const integrationId of integrationIds) await merged(policy, workspaceId, integrationId);
  const mergeMs = performance.now() - startedAt;
  const snapshot = await measureFetch(policy, workspaceId, 0);
  const patches: PatchFigures[] = [];
  for (const tools of [1, TOOLS]) {
    patches.push(await measurePatches(policy, { workspaceId, integrationId: integrationIds[0] ?? '' }, tools));
  }
  return { mergeMs, snapshot, patches };
}

async function merged(policy: BenchPolicy, workspaceId: string, integrationId: string): Promise<void> {
  await poll(`the merge of ${integrationId}`, async () => {
    const reply = await ask<ToolPage>(policy.gateway, listTools, { workspaceId, integrationId, limit: 1 });
    return reply.data?.items.length === 1 ? true : null;
  });
}

async function measureFetch(policy: BenchPolicy, workspaceId: string, sinceRevision: number): Promise<FetchFigures> {
  const fetches = [];
  for (let count = 0; count < SNAPSHOTS; count += 1) fetches.push(await fetchOnce(policy, workspaceId, sinceRevision));
  const [first] = fetches;
  return {
    bytes: first?.bytes ?? 0,
    pages: first?.pages ?? 0,
    fetchMs: toDistribution(fetches.map(({ fetchMs }) => fetchMs)),
    applyMs: toDistribution(fetches.map(({ applyMs }) => applyMs)),
  };
}

async function fetchOnce(policy: BenchPolicy, workspaceId: string, sinceRevision: number) {
  const changes: PolicyChange[] = [];
  let [bytes, pages] = [0, 0];
  const startedAt = performance.now();
  for (let cursor: string | null | undefined; cursor !== null; pages += 1) {
    const request = { workspaceId, sinceRevision, ...(cursor === undefined ? {} : { cursor }) };
    const reply = await ask<PolicyChanges>(policy.router, listPolicyChanges, request);
    bytes += reply.bytes;
    const page = assertAnswer(reply.data);
    changes.push(...page.changes);
    cursor = page.nextCursor;
  }
  const fetchedAt = performance.now();
  new PolicyCopy().apply(workspaceId, changes);
  return { bytes, pages, fetchMs: fetchedAt - startedAt, applyMs: performance.now() - fetchedAt };
}

/** Each switches as many tools off, or on again. */
async function measurePatches(
  policy: BenchPolicy,
  key: { readonly workspaceId: string; readonly integrationId: string },
  count: number,
): Promise<PatchFigures> {
  const [times, statements]: [number[], number[]] = [[], []];
  let revision = 0;
  for (let number = 0; number < PATCHES; number += 1) {
    const tools = Array.from({ length: count }, (_, index) => ({ name: `tool.${index}`, enabled: number % 2 === 1 }));
    const [startedAt, before] = [performance.now(), policy.statements];
    const reply = await ask<ToolPoliciesUpdated>(policy.gateway, updateToolPolicies, { ...key, actor: ACTOR, tools });
    times.push(performance.now() - startedAt);
    statements.push(policy.statements - before);
    ({ revision } = assertAnswer(reply.data));
  }
  const changes = await measureFetch(policy, key.workspaceId, revision - 1);
  return { tools: count, ms: toDistribution(times), statements: Math.min(...statements), changes };
}

interface Reply<T> {
  readonly bytes: number;
  readonly data: T | undefined;
}

/** As the project's own client does, and how long the answer is. */
async function ask<T>(bus: Bus, { subject }: { readonly subject: string }, request: object): Promise<Reply<T>> {
  const message = await bus.connection.request(subject, JSON.stringify(request), { timeout: REQUEST_MS_MAX });
  return { bytes: message.data.byteLength, data: message.json<{ data?: T }>().data };
}

/** Every answer is checked: a refusal is quick, and no figure. */
function assertAnswer<T>(data: T | undefined): T {
  if (data === undefined) throw new Error('the policy service refused a request of the bench');
  return data;
}

function someTools(): ToolDefinition[] {
  const inputSchema = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
  return Array.from({ length: TOOLS }, (_, index) => ({
    name: `tool.${index}`,
    title: null,
    description: `Does what tool ${index} does, with the issue of that id.`,
    inputSchema,
    outputSchema: null,
    annotations: { readOnlyHint: index % 2 === 0 },
    definitionHash: sha256Hex(`tool ${index}`),
    flags: [],
  }));
}
