import { DomainError } from '@countersign/contracts';

export class AgentNotFoundError extends DomainError {
  constructor(agentId: string) {
    super('agent.not_found', `There is no agent ${agentId} in this workspace.`, { agentId });
  }
}
