import { DomainError, type InputProblem, InvalidInputError } from '@countersign/contracts';

export class AgentNotFoundError extends DomainError {
  constructor(agentId: string) {
    super('agent.not_found', `There is no agent ${agentId} in this workspace.`, { agentId });
  }
}

export class AgentVersionNotFoundError extends DomainError {
  constructor(agentId: string, version: number) {
    super('agent_version.not_found', `The agent ${agentId} has no version ${version}.`, { agentId, version });
  }
}

export class AgentArchivedError extends DomainError {
  constructor(agentId: string) {
    super('agent.archived', `The agent ${agentId} was deleted: it is not run or changed any more.`, { agentId });
  }
}

/** Somebody else has changed it since the editor looked. */
export class AgentMovedError extends DomainError {
  constructor(agentId: string, version: number, ifVersion: number) {
    super('precondition.failed', `The agent ${agentId} is at version ${version}, not at ${ifVersion}.`, { version });
  }
}

export class UnsupportedParameterError extends InvalidInputError {
  constructor(problems: readonly InputProblem[]) {
    super(problems, 'agent.unsupported_parameter');
  }
}

export class AgentToolsTooLargeError extends InvalidInputError {
  constructor(problems: readonly InputProblem[]) {
    super(problems, 'agent.tools_too_large');
  }
}
