import { type CreateAgentRequest, InvalidInputError, type UpdateAgentRequest } from '@countersign/contracts';
import type { Settings } from './agent-settings.js';
import { AgentToolsTooLargeError, UnsupportedParameterError } from './agent.errors.js';
import { findContradictions, findOversize, findUnsupportedParameters } from './find-agent-problems.js';

/** @throws InvalidInputError for what one request cannot say at once */
export function assertConsistent(request: CreateAgentRequest | UpdateAgentRequest): void {
  const problems = findContradictions(request);
  if (problems.length > 0) throw new InvalidInputError(problems);
}

/** What would only fail when a run asks the model, or the gateway for a token. @throws UnsupportedParameterError, AgentToolsTooLargeError */
export function assertUsable(settings: Settings): void {
  const unsupported = findUnsupportedParameters(settings);
  if (unsupported.length > 0) throw new UnsupportedParameterError(unsupported);
  const oversize = findOversize(settings);
  if (oversize.length > 0) throw new AgentToolsTooLargeError(oversize);
}
