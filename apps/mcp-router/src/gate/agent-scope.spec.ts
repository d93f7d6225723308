import { describe, expect, it } from '@jest/globals';
import { encodeExposedName, HOSTED_AGENT_NAMES } from '@countersign/tool-name';
import type { RunTokenClaims, StandardClaims } from '@countersign/tokens';
import fc from 'fast-check';
import { toRunCaller, type Caller } from '../callers/caller.js';
import { Copies } from '../copies/copies.js';
import { judgeSubmission } from './call-gate.js';
import { offeredTools } from './offered-tools.js';

const WORKSPACE = 'w';
const HASH = 'a'.repeat(64);
const SLUGS = ['Jira', 'Wiki'] as const;
const POLICIES = {
  'issue.get': {},
  'issue.delete': { requiresApproval: true },
  'issue.off': { enabled: false },
  'issue.gone': { status: 'missing' },
  'issue.new': { review: 'new' },
  'issue.unreadable': { enabled: 'yes' },
  'issue.undecided': null,
} as const;
const TOOL_NAMES = Object.keys(POLICIES);
const VERDICTS = ['allow', 'ask', 'deny'] as const;

function aCopies(): Copies {
  const copies = new Copies();
  for (const slug of SLUGS) {
    const entry = { integrationId: slug, slug, connectionRevision: 1, removed: false, revision: 1 };
    copies.catalogue.apply(WORKSPACE, [{ ...entry, toolName: null, definitionHash: null }]);
    for (const [toolName, policy] of Object.entries(POLICIES)) {
      copies.catalogue.apply(WORKSPACE, [{ ...entry, toolName, definitionHash: HASH }]);
      const document = policy && { toolName, definitionHash: HASH, ...policy };
      copies.policy.apply(WORKSPACE, [{ revision: 1, kind: 'tool', integrationId: slug, toolName, policy: document }]);
    }
    copies.policy.apply(WORKSPACE, [
      { revision: 2, kind: 'integration', integrationId: slug, policy: { posture: 'open' } },
    ]);
  }
  return copies;
}

type Settings = Pick<RunTokenClaims, 'tools' | 'strictness'>;

function aRunOf(settings: Settings): Caller {
  const claims: RunTokenClaims & StandardClaims = {
    ...{ workspace: WORKSPACE, runId: 'r', agentId: 'a', agentVersion: 1, initiator: 'user:ada' },
    ...{ jti: 'j', iat: 0, exp: 1 },
    ...settings,
  };
  return toRunCaller(claims);
}

const COPIES = aCopies();
const UNNARROWED = aRunOf({ tools: 'all', strictness: 'allow' });
const toExposed = (integrationSlug: string, toolName: string): string =>
  encodeExposedName({ integrationSlug, toolName }, HOSTED_AGENT_NAMES);
const judge = (caller: Caller, slug: string, toolName: string) =>
  judgeSubmission(COPIES, caller, toExposed(slug, toolName));
const rank = (verdict: (typeof VERDICTS)[number]): number => VERDICTS.indexOf(verdict);

describe('what an agent is set to', () => {
  const part = fc.record(
    {
      integration: fc.constantFrom(...SLUGS, 'jira', 'Nobody'),
      toolNames: fc.array(fc.constantFrom(...TOOL_NAMES, 'ISSUE.GET', 'nothing')),
      strictness: fc.constantFrom('allow' as const, 'ask' as const),
    },
    { requiredKeys: ['integration'] },
  );
  const settings: fc.Arbitrary<Settings> = fc.record({
    tools: fc.oneof(fc.constant('all' as const), fc.array(part, { maxLength: 5 })),
    strictness: fc.constantFrom('allow' as const, 'ask' as const),
  });

  it('never makes a verdict less strict than policy alone does, and never offers more', () => {
    fc.assert(
      fc.property(settings, (agent) => {
        const caller = aRunOf(agent);
        for (const slug of SLUGS) {
          for (const toolName of TOOL_NAMES) {
            const [own, bare] = [judge(caller, slug, toolName), judge(UNNARROWED, slug, toolName)];
            expect(rank(own.verdict)).toBeGreaterThanOrEqual(rank(bare.verdict));
            if (agent.strictness === 'ask') expect(own.verdict).not.toBe('allow');
          }
        }
        const open = offeredTools(COPIES, UNNARROWED).map(({ exposedName }) => exposedName);
        const offered = offeredTools(COPIES, caller).map(({ exposedName }) => exposedName);
        expect(open).toEqual(expect.arrayContaining(offered));
      }),
    );
  });

  it('reaches exactly what it names: the rest is neither offered nor callable by name, as if it did not exist', () => {
    const caller = aRunOf({ tools: [{ integration: 'Jira', toolNames: ['issue.get'] }], strictness: 'allow' });
    expect(offeredTools(COPIES, caller).map(({ exposedName }) => exposedName)).toEqual([
      toExposed('Jira', 'issue.get'),
    ]);
    expect(judge(caller, 'Jira', 'issue.get').verdict).toBe('allow');
    const outside = { verdict: 'deny', code: 'scope.out_of_reach', tool: null };
    expect(judge(caller, 'Jira', 'issue.delete')).toMatchObject(outside);
    expect(judge(caller, 'Wiki', 'issue.get')).toMatchObject(outside);
  });

  it('reaches nothing with an empty scope', () => {
    const caller = aRunOf({ tools: [], strictness: 'allow' });
    expect(offeredTools(COPIES, caller)).toEqual([]);
    expect(judge(caller, 'Jira', 'issue.get').verdict).toBe('deny');
  });

  it('asks about one tool that policy allows, and leaves the others to policy', () => {
    const tools = [
      { integration: 'Jira' },
      { integration: 'Jira', toolNames: ['issue.get', 'issue.off'], strictness: 'ask' },
      { integration: 'Wiki' },
    ] as const;
    const caller = aRunOf({ tools, strictness: 'allow' });
    const asked = { verdict: 'ask', code: 'scope.ask', strictness: 'ask' };
    expect(judge(caller, 'Jira', 'issue.get')).toMatchObject(asked);
    expect(judge(caller, 'Jira', 'issue.off')).toMatchObject({ verdict: 'deny', code: 'tool.disabled' });
    expect(judge(caller, 'Wiki', 'issue.get')).toMatchObject({ verdict: 'allow', strictness: 'allow' });
    const offers = offeredTools(COPIES, caller).map(({ exposedName, verdict }) => [exposedName, verdict]);
    expect(offers).toContainEqual([toExposed('Jira', 'issue.get'), 'ask']);
  });
});
