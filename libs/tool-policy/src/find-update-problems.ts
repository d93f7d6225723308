import {
  APPROVAL_EXPIRES_IN_SECONDS_MAX,
  APPROVAL_EXPIRES_IN_SECONDS_MIN,
  isApprovalExpiry,
} from './approval-settings.js';
import type { StoredRow } from './stored-row.js';
import { rowsByName } from './stored-row.js';
import type { ToolPolicy } from './tool-policy.js';
import type { ToolUpdate, UpdateContext, UpdateProblem } from './tool-update.js';

interface Entry {
  readonly update: ToolUpdate;
  readonly pointer: string;
}

interface FoundEntry extends Entry {
  readonly policy: ToolPolicy;
}

/**
 * Everything that speaks against an update: first what is wrong with the request, then with the tools it names, then with
 * the state they are in, then with what the workspace may do. So the first problem is the one to answer with.
 */
export function findUpdateProblems(
  rows: readonly StoredRow[],
  updates: readonly ToolUpdate[],
  context: UpdateContext,
): readonly UpdateProblem[] {
  const entries = updates.map((update, index) => ({ update, pointer: `/tools/${index}` }));
  const malformed = [...requestProblems(entries), ...duplicateProblems(entries)];
  // Before the first merge every name is unknown: that is one problem, not one for each tool.
  if (context.storedSnapshotRevision === null) return [...malformed, NOT_VERIFIED];
  const byName = rowsByName(rows);
  const found = entries.flatMap((entry) => toFoundEntry(entry, byName.get(entry.update.name)));
  return [
    ...malformed,
    ...entries.filter((entry) => !byName.has(entry.update.name)).map(unknownTool),
    ...entries.filter((entry) => byName.get(entry.update.name)?.kind === 'unreadable').map(unreadablePolicy),
    ...found.filter(hasMovedDefinition).map(definitionMoved),
    ...(context.entitlements.agent_approvals ? [] : found.filter(startsRequiringApproval).map(entitlementRequired)),
  ];
}

const NOT_VERIFIED: UpdateProblem = {
  code: 'policy.not_verified',
  pointer: '',
  message: 'The integration has never been verified, so its tools are not known.',
};

function requestProblems(entries: readonly Entry[]): readonly UpdateProblem[] {
  if (entries.length === 0) return [invalid('/tools', 'names no tool')];
  const emptyNames = entries.filter(({ update }) => update.name === '');
  const wrongExpiries = entries.filter(({ update }) => hasWrongExpiry(update));
  return [
    ...emptyNames.map(({ pointer }) => invalid(`${pointer}/name`, 'is empty')),
    ...wrongExpiries.map(({ pointer }) => invalid(`${pointer}/approval/expiresInSeconds`, EXPIRY_RULE)),
  ];
}

const EXPIRY_RULE = `is not a whole number of seconds from ${APPROVAL_EXPIRES_IN_SECONDS_MIN} to ${APPROVAL_EXPIRES_IN_SECONDS_MAX}`;

function hasWrongExpiry({ approval }: ToolUpdate): boolean {
  const seconds = approval?.expiresInSeconds ?? null;
  return seconds !== null && !isApprovalExpiry(seconds);
}

function invalid(pointer: string, message: string): UpdateProblem {
  return { code: 'request.invalid', pointer, message };
}

function duplicateProblems(entries: readonly Entry[]): readonly UpdateProblem[] {
  const firstIndex = new Map<string, number>();
  return entries.flatMap(({ update, pointer }, index) => {
    const first = firstIndex.get(update.name);
    if (first === undefined) {
      firstIndex.set(update.name, index);
      return [];
    }
    const message = `names the same tool as /tools/${first}`;
    return [{ code: 'policy.duplicate_tool', pointer: `${pointer}/name`, toolName: update.name, message }];
  });
}

function toFoundEntry(entry: Entry, row: StoredRow | undefined): readonly FoundEntry[] {
  return row?.kind === 'readable' ? [{ ...entry, policy: row.policy }] : [];
}

function unknownTool({ update, pointer }: Entry): UpdateProblem {
  const message = 'is not a tool of this integration';
  return { code: 'policy.unknown_tool', pointer: `${pointer}/name`, toolName: update.name, message };
}

function unreadablePolicy({ update, pointer }: Entry): UpdateProblem {
  const message = 'has a stored policy that cannot be read; it is kept as it is';
  return { code: 'policy.unreadable', pointer: `${pointer}/name`, toolName: update.name, message };
}

function hasMovedDefinition({ update, policy }: FoundEntry): boolean {
  return typeof update.acknowledge === 'string' && update.acknowledge !== policy.definitionHash;
}

function definitionMoved({ update, pointer, policy }: FoundEntry): UpdateProblem {
  return {
    code: 'policy.definition_moved',
    pointer: `${pointer}/acknowledge`,
    toolName: update.name,
    message: 'is not the hash of the current definition',
    currentDefinitionHash: policy.definitionHash ?? null,
  };
}

/** Only the step to true needs the entitlement: re-sending what is there must not brick a form that sends every field. */
function startsRequiringApproval({ update, policy }: FoundEntry): boolean {
  return update.requiresApproval === true && !policy.requiresApproval;
}

function entitlementRequired({ update, pointer }: FoundEntry): UpdateProblem {
  return {
    code: 'entitlement.required',
    pointer: `${pointer}/requiresApproval`,
    toolName: update.name,
    message: 'needs the entitlement agent_approvals, which this workspace does not have',
    entitlement: 'agent_approvals',
  };
}
