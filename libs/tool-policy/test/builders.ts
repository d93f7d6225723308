import type {
  DiscoveredTool,
  DispatchInput,
  IntegrationPolicy,
  MergeInput,
  MergeResult,
  StoredRow,
  ToolPolicy,
  VerdictInput,
} from '../src/index.js';
import { INTEGRATION_POLICY_DEFAULTS, mergeDiscovery, readableRow } from '../src/index.js';

export const HASH_A = 'a'.repeat(64);
export const HASH_B = 'b'.repeat(64);
export const HASH_C = 'c'.repeat(64);

export function aToolPolicy(fields: Partial<ToolPolicy> = {}): ToolPolicy {
  return {
    toolName: 'issue.get',
    enabled: true,
    requiresApproval: false,
    status: 'available',
    ordinal: 0,
    review: 'none',
    idempotent: false,
    flags: [],
    acknowledgedFlags: [],
    definitionHash: HASH_A,
    acknowledgedHash: HASH_A,
    ...fields,
  };
}

export function aRow(fields: Partial<ToolPolicy> = {}): StoredRow {
  return readableRow(aToolPolicy(fields));
}

/** A row from before one or both of the hashes were stored, as it is read. */
export function anOldRow(
  absent: readonly ('definitionHash' | 'acknowledgedHash')[],
  fields: Partial<ToolPolicy> = {},
): StoredRow {
  return { kind: 'readable', policy: anOldToolPolicy(absent, fields), isHealed: true };
}

export function anOldToolPolicy(
  absent: readonly ('definitionHash' | 'acknowledgedHash')[],
  fields: Partial<ToolPolicy> = {},
): ToolPolicy {
  const policy: Partial<ToolPolicy> & Pick<ToolPolicy, 'toolName'> = { ...aToolPolicy(fields) };
  for (const field of absent) delete (policy as { -readonly [K in keyof ToolPolicy]?: ToolPolicy[K] })[field];
  return policy as ToolPolicy;
}

export function anUnreadableRow(toolName: string | null = 'broken', ordinal = 0): StoredRow {
  const problem = { pointer: '/enabled', message: 'is a string, expected true or false' };
  return { kind: 'unreadable', toolName, ordinal, raw: { toolName, enabled: 'yes' }, problem };
}

export function aTool(name = 'issue.get', fields: Partial<DiscoveredTool> = {}): DiscoveredTool {
  return { name, definitionHash: HASH_A, ...fields };
}

export function anIntegrationPolicy(fields: Partial<IntegrationPolicy> = {}): IntegrationPolicy {
  return { ...INTEGRATION_POLICY_DEFAULTS, ...fields };
}

/** The second discovery of an integration, unless said otherwise. */
export function aMerge(fields: Partial<MergeInput> = {}): MergeInput {
  return {
    stored: [],
    storedSnapshotRevision: 1,
    tombstone: false,
    integrationPolicy: anIntegrationPolicy(),
    discovered: [],
    snapshotRevision: 2,
    ...fields,
  };
}

export function aFirstMerge(fields: Partial<MergeInput> = {}): MergeInput {
  return aMerge({ storedSnapshotRevision: null, snapshotRevision: 1, ...fields });
}

export type Merged = Extract<MergeResult, { kind: 'merged' }>;

export function merged(fields: Partial<MergeInput>): Merged {
  return mergedFrom(aMerge(fields));
}

export function mergedFrom(input: MergeInput): Merged {
  const result = mergeDiscovery(input);
  if (result.kind !== 'merged') throw new Error(`expected a merge, was ignored: ${result.reason}`);
  return result;
}

export function policiesOf(rows: readonly StoredRow[]): readonly ToolPolicy[] {
  return rows.filter((row) => row.kind === 'readable').map((row) => row.policy);
}

/** An open tool in an ordinary workspace: allowed. */
export function aVerdictInput(policy: Partial<ToolPolicy> = {}, fields: Partial<VerdictInput> = {}): VerdictInput {
  return {
    policy: { kind: 'readable', policy: aToolPolicy(policy) },
    integrationPolicy: anIntegrationPolicy(),
    catalogueDefinitionHash: HASH_A,
    entitlements: { agent_approvals: true },
    ...fields,
  };
}

/** A call that nothing happened to since it was submitted. */
export function aDispatch(policy: Partial<ToolPolicy> = {}, fields: Partial<DispatchInput> = {}): DispatchInput {
  return {
    ...aVerdictInput(policy),
    call: { definitionHash: HASH_A, review: 'none' },
    granted: false,
    connectionMoved: false,
    ...fields,
  };
}

/** The names of a listing, each once, in the order of their first appearance. */
export function listedNames(listing: readonly DiscoveredTool[]): readonly string[] {
  return [...new Set(listing.map(({ name }) => name))];
}
