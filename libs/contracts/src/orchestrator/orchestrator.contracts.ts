import { defineEvent, defineHint, defineRequest } from '../contract.js';
import type { ServiceName } from '../contract.js';
import { Done } from '../principal.js';
import {
  AgentChanged,
  AgentPage,
  AgentRequest,
  AgentVersionPage,
  AgentVersionRequest,
  AgentVersionView,
  AgentView,
  CreateAgentRequest,
  DeleteAgentRequest,
  ListAgentsRequest,
  ListAgentVersionsRequest,
  UpdateAgentRequest,
} from './agents.js';
import { RunDelta } from './run-delta.js';
import {
  ForkRunRequest,
  ListRunEventsRequest,
  ListRunsRequest,
  RunActorRequest,
  RunAppended,
  RunEventPage,
  RunLifecycle,
  RunPage,
  RunRequest,
  RunStepDue,
  RunView,
  SendMessageRequest,
  StartRunRequest,
} from './runs.js';

const responder = 'agent-orchestrator';
const publisher = 'agent-orchestrator';
const requesters: readonly ServiceName[] = ['admin-gateway'];

export const createAgent = defineRequest({
  subject: 'orchestrator.create-agent.v1',
  input: CreateAgentRequest,
  output: AgentView,
  responder,
  requesters,
});
export const getAgent = defineRequest({
  subject: 'orchestrator.get-agent.v1',
  input: AgentRequest,
  output: AgentView,
  responder,
  requesters,
});
export const listAgents = defineRequest({
  subject: 'orchestrator.list-agents.v1',
  input: ListAgentsRequest,
  output: AgentPage,
  responder,
  requesters,
});
export const updateAgent = defineRequest({
  subject: 'orchestrator.update-agent.v1',
  input: UpdateAgentRequest,
  output: AgentView,
  responder,
  requesters,
});
export const deleteAgent = defineRequest({
  subject: 'orchestrator.delete-agent.v1',
  input: DeleteAgentRequest,
  output: Done,
  responder,
  requesters,
});
export const getAgentVersion = defineRequest({
  subject: 'orchestrator.get-agent-version.v1',
  input: AgentVersionRequest,
  output: AgentVersionView,
  responder,
  requesters,
});
export const listAgentVersions = defineRequest({
  subject: 'orchestrator.list-agent-versions.v1',
  input: ListAgentVersionsRequest,
  output: AgentVersionPage,
  responder,
  requesters,
});
export const startRun = defineRequest({
  subject: 'orchestrator.start-run.v1',
  input: StartRunRequest,
  output: RunView,
  responder,
  requesters,
});
export const getRun = defineRequest({
  subject: 'orchestrator.get-run.v1',
  input: RunRequest,
  output: RunView,
  responder,
  // The gateway asks before it issues a run token, too.
  requesters,
});
export const listRuns = defineRequest({
  subject: 'orchestrator.list-runs.v1',
  input: ListRunsRequest,
  output: RunPage,
  responder,
  requesters,
});
export const listRunEvents = defineRequest({
  subject: 'orchestrator.list-run-events.v1',
  input: ListRunEventsRequest,
  output: RunEventPage,
  responder,
  requesters,
});
export const cancelRun = defineRequest({
  subject: 'orchestrator.cancel-run.v1',
  input: RunActorRequest,
  output: RunView,
  responder,
  requesters,
});
export const sendMessage = defineRequest({
  subject: 'orchestrator.send-message.v1',
  input: SendMessageRequest,
  output: RunView,
  responder,
  requesters,
});
/** A long log is copied. */
const FORK_TIMEOUT_MS = 20_000;
export const forkRun = defineRequest({
  subject: 'orchestrator.fork-run.v1',
  input: ForkRunRequest,
  output: RunView,
  responder,
  requesters,
  timeoutMs: FORK_TIMEOUT_MS,
});

export const agentChanged = defineEvent({
  subject: 'orchestrator.agent.changed.v1',
  payload: AgentChanged,
  publisher,
  workers: ['admin-gateway'],
});
export const runStepDue = defineEvent({
  subject: 'orchestrator.run.step-due.v1',
  payload: RunStepDue,
  publisher,
  workers: ['agent-orchestrator'],
});
const lifecycle = { payload: RunLifecycle, publisher, workers: ['admin-gateway'] } as const;
export const runStarted = defineEvent({ subject: 'orchestrator.run.started.v1', ...lifecycle });
export const runSuspended = defineEvent({ subject: 'orchestrator.run.suspended.v1', ...lifecycle });
export const runResumed = defineEvent({ subject: 'orchestrator.run.resumed.v1', ...lifecycle });
export const runCancelled = defineEvent({
  subject: 'orchestrator.run.cancelled.v1',
  ...lifecycle,
  workers: ['mcp-router', 'admin-gateway'],
});
export const runFinished = defineEvent({ subject: 'orchestrator.run.finished.v1', ...lifecycle });

/** The text of an answer while the model still writes it; `turn_answered` in the run's events is the record. */
export const runDelta = defineHint({
  subject: 'orchestrator.run.delta.v1',
  payload: RunDelta,
  publisher,
  followers: ['admin-gateway'],
});
/** Follows every append; where it is lost, a slow look finds the same. */
export const runAppended = defineHint({
  subject: 'orchestrator.run.appended.v1',
  payload: RunAppended,
  publisher,
  followers: ['admin-gateway'],
});
