import fc from 'fast-check';
import type { DiscoveredTool, IntegrationPolicy, StoredRow, ToolPolicy, Verdict, VerdictInput } from '../src/index.js';
import { POSTURES, readableRow, REVIEWS, STATUSES } from '../src/index.js';
import { anUnreadableRow, HASH_A, HASH_B, HASH_C } from './builders.js';

/** Few names and few hashes, so that listings meet each other. */
export const TOOL_NAMES = ['a', 'b', 'c', 'A', '__proto__', 'constructor'] as const;
const FLAGS = ['confusable', 'non_ascii'] as const;

const hash = fc.constantFrom(HASH_A, HASH_B, HASH_C);
const flags = fc.subarray([...FLAGS]).map((list) => list as readonly string[]);

export const integrationPolicies: fc.Arbitrary<IntegrationPolicy> = fc.record({
  posture: fc.constantFrom(...POSTURES),
  trusted: fc.boolean(),
  resources: fc.boolean(),
  prompts: fc.boolean(),
});

export const toolPolicies: fc.Arbitrary<ToolPolicy> = fc.record(
  {
    toolName: fc.constantFrom<string>(...TOOL_NAMES),
    enabled: fc.boolean(),
    requiresApproval: fc.boolean(),
    status: fc.constantFrom(...STATUSES),
    ordinal: fc.nat({ max: 20 }),
    review: fc.constantFrom(...REVIEWS),
    idempotent: fc.boolean(),
    flags,
    acknowledgedFlags: flags,
    definitionHash: hash,
    acknowledgedHash: hash,
    approval: fc.record({ expiresInSeconds: fc.constantFrom(60, 3_600), approverGroup: fc.constant('security') }),
  },
  {
    requiredKeys: [
      'toolName',
      'enabled',
      'requiresApproval',
      'status',
      'ordinal',
      'review',
      'idempotent',
      'flags',
      'acknowledgedFlags',
    ],
  },
);

const storedRows: fc.Arbitrary<StoredRow> = fc.oneof(
  { weight: 5, arbitrary: toolPolicies.map(readableRow) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom<string>(...TOOL_NAMES), fc.nat({ max: 20 }))
      .map(([toolName, ordinal]) => anUnreadableRow(toolName, ordinal)),
  },
);

/** One row for a name, as the table's key has it. */
export const storedLists: fc.Arbitrary<readonly StoredRow[]> = fc.uniqueArray(storedRows, {
  selector: (row) => (row.kind === 'readable' ? row.policy.toolName : row.toolName),
});

export const discoveredTools: fc.Arbitrary<DiscoveredTool> = fc.record(
  {
    name: fc.constantFrom<string>(...TOOL_NAMES),
    definitionHash: hash,
    annotations: fc.record({ readOnlyHint: fc.boolean(), destructiveHint: fc.boolean() }, { requiredKeys: [] }),
    flags,
  },
  { requiredKeys: ['name', 'definitionHash'] },
);

/** With duplicate names now and then. */
export const listings: fc.Arbitrary<readonly DiscoveredTool[]> = fc.array(discoveredTools, { maxLength: 7 });

export const verdictInputs: fc.Arbitrary<VerdictInput> = fc.record(
  {
    policy: fc.oneof(
      { weight: 8, arbitrary: toolPolicies.map((policy) => ({ kind: 'readable' as const, policy })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'unreadable' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'absent' as const }) },
    ),
    integrationPolicy: integrationPolicies,
    catalogueDefinitionHash: fc.oneof({ weight: 6, arbitrary: hash }, { weight: 1, arbitrary: fc.constant(null) }),
    entitlements: fc.record({ agent_approvals: fc.boolean() }),
    scope: fc.constantFrom<Verdict>('allow', 'ask', 'deny'),
  },
  { requiredKeys: ['policy', 'integrationPolicy', 'catalogueDefinitionHash', 'entitlements'] },
);

/** One step that makes the rules of a call stricter, by name; every field that a verdict reads has its steps. */
export const TIGHTENINGS: Readonly<Record<string, (input: VerdictInput) => VerdictInput>> = {
  'the policy is lost': (input) => ({ ...input, policy: { kind: 'absent' } }),
  'the policy becomes unreadable': (input) => ({ ...input, policy: { kind: 'unreadable' } }),
  'the tool is disabled': withPolicy(() => ({ enabled: false })),
  'the tool goes missing': withPolicy(() => ({ status: 'missing' })),
  'approval is required': withPolicy(() => ({ requiresApproval: true })),
  'a review as new is raised': withPolicy(({ review }) => ({ review: review === 'none' ? 'new' : review })),
  'a review as changed is raised': withPolicy(() => ({ review: 'changed' })),
  'a name flag is raised': withPolicy((policy) => ({ flags: [...policy.flags, 'bidi'] })),
  'an acknowledgement of flags is withdrawn': withPolicy(() => ({ acknowledgedFlags: [] })),
  'the trust is withdrawn': (input) => ({
    ...input,
    integrationPolicy: { ...input.integrationPolicy, trusted: false },
  }),
  'the catalogue moves on': (input) => ({
    ...input,
    catalogueDefinitionHash: input.catalogueDefinitionHash === null ? null : 'd'.repeat(64),
  }),
  'the catalogue loses the tool': (input) => ({ ...input, catalogueDefinitionHash: null }),
  'the entitlement is lost': (input) => ({ ...input, entitlements: { agent_approvals: false } }),
  'the token asks': (input) => ({ ...input, scope: input.scope === 'deny' ? 'deny' : 'ask' }),
  'the token denies': (input) => ({ ...input, scope: 'deny' }),
};

function withPolicy(change: (policy: ToolPolicy) => Partial<ToolPolicy>): (input: VerdictInput) => VerdictInput {
  return (input) => {
    if (input.policy.kind !== 'readable') return input;
    const { policy } = input.policy;
    return { ...input, policy: { kind: 'readable', policy: { ...policy, ...change(policy) } } };
  };
}
