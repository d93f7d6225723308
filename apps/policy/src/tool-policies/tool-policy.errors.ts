import { DomainError, InvalidInputError } from '@countersign/contracts';
import type { UpdateProblem } from '@countersign/tool-policy';

/** The tools could not be read as one snapshot; the event is delivered again. */
export class CatalogueMovedError extends DomainError {
  constructor(integrationId: string) {
    super('policy.catalogue_moved', `The tools of the integration ${integrationId} moved while they were read.`, {
      integrationId,
    });
  }
}

/** The discovery that the caller knows of has not arrived here within the time that an update waits. */
export class NotYetMergedError extends DomainError {
  constructor(minSnapshotRevision: number, snapshotRevision: number | null) {
    super('policy.not_yet_merged', `The discovery ${minSnapshotRevision} has not been merged yet; try again.`, {
      minSnapshotRevision,
      snapshotRevision,
    });
  }
}

/** More than a person reads, and few enough that an answer has room for them, whatever the tools are called. */
const PROBLEMS_MAX = 50;

/** Nothing of an update was written. `problems` has the first ones; the very first is the code. */
export class UpdateRefusedError extends DomainError {
  constructor(all: readonly UpdateProblem[]) {
    const [first] = all;
    const problems = all.slice(0, PROBLEMS_MAX);
    const message = [...problems.map(describe), ...restOf(all)].join('; ');
    super(first?.code ?? 'request.invalid', message, { problems, ...firstDetails(first) });
  }
}

/** What is wrong with the request itself is an invalid input, like every other one; the rest is about the stored state. */
export function toUpdateError(problems: readonly UpdateProblem[]): DomainError {
  const code = problems[0]?.code;
  if (code !== 'request.invalid' && code !== 'policy.duplicate_tool') return new UpdateRefusedError(problems);
  const malformed = problems.filter(
    (problem) => problem.code === 'request.invalid' || problem.code === 'policy.duplicate_tool',
  );
  return new InvalidInputError(malformed.slice(0, PROBLEMS_MAX), code);
}

function restOf(problems: readonly UpdateProblem[]): string[] {
  return problems.length > PROBLEMS_MAX ? [`and ${problems.length - PROBLEMS_MAX} more`] : [];
}

function describe(problem: UpdateProblem): string {
  return 'toolName' in problem ? `${JSON.stringify(problem.toolName)} ${problem.message}` : problem.message;
}

/** The fields that a program acts on without reading the list. */
function firstDetails(problem: UpdateProblem | undefined): Record<string, unknown> {
  switch (problem?.code) {
    case 'policy.definition_moved':
      return { toolName: problem.toolName, currentDefinitionHash: problem.currentDefinitionHash };
    case 'entitlement.required':
      return { toolName: problem.toolName, entitlement: problem.entitlement };
    case 'policy.unknown_tool':
    case 'policy.unreadable':
    case 'policy.tool_not_missing':
      return { toolName: problem.toolName };
    default:
      return {};
  }
}
