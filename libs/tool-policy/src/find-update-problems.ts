import {
  APPROVAL_EXPIRES_IN_SECONDS_MAX,
  APPROVAL_EXPIRES_IN_SECONDS_MIN,
  isApprovalExpiry,
} from './approval-settings.js';
import { findDuplicateNames, findUnusableNames, invalidRequest, NOT_VERIFIED } from './name-problems.js';
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
  const named = entries.map(({ update, pointer }) => ({ name: update.name, pointer: `${pointer}/name` }));
  const malformed = [...requestProblems(entries), ...findDuplicateNames(named)];
  // Before the first merge every name is unknown: that is one problem, not one for each tool.
  if (context.storedSnapshotRevision === null) return [...malformed, NOT_VERIFIED];
  const byName = rowsByName(rows);
  const found = entries.flatMap((entry) => toFoundEntry(entry, byName.get(entry.update.name)));
  return [
    ...malformed,
    ...findUnusableNames(named, byName),
    ...found.filter(hasMovedDefinition).map(definitionMoved),
    ...(context.entitlements.agent_approvals ? [] : found.filter(startsRequiringApproval).map(entitlementRequired)),
  ];
}

function requestProblems(entries: readonly Entry[]): readonly UpdateProblem[] {
  if (entries.length === 0) return [invalidRequest('/tools', 'names no tool')];
  const emptyNames = entries.filter(({ update }) => update.name === '');
  const wrongExpiries = entries.filter(({ update }) => hasWrongExpiry(update));
  return [
    ...emptyNames.map(({ pointer }) => invalidRequest(`${pointer}/name`, 'is empty')),
    ...wrongExpiries.map(({ pointer }) => invalidRequest(`${pointer}/approval/expiresInSeconds`, EXPIRY_RULE)),
  ];
}

const EXPIRY_RULE = `is not a whole number of seconds from ${APPROVAL_EXPIRES_IN_SECONDS_MIN} to ${APPROVAL_EXPIRES_IN_SECONDS_MAX}`;

function hasWrongExpiry({ approval }: ToolUpdate): boolean {
  const seconds = approval?.expiresInSeconds ?? null;
  return seconds !== null && !isApprovalExpiry(seconds);
}

function toFoundEntry(entry: Entry, row: StoredRow | undefined): readonly FoundEntry[] {
  return row?.kind === 'readable' ? [{ ...entry, policy: row.policy }] : [];
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
