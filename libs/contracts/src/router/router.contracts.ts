import { defineEvent, defineHint, defineRequest } from '../contract.js';
import { ApprovalRequested, ApprovalWithdrawn } from '../policy/approvals.js';
import {
  CallDetails,
  CallPage,
  CallRequest,
  CallResultRange,
  CallsChanged,
  CallSettled,
  CallView,
  CancelCallRequest,
  CancelledRunCalls,
  CancelRunCallsRequest,
  ListCallsRequest,
  ListOfferedToolsRequest,
  OfferedToolPage,
  ReadCallResultRequest,
  ResolveCallRequest,
  SubmitCallRequest,
  SubmittedCall,
} from './calls.js';
import { CallArgumentsList, ListCallArgumentsRequest } from './call-arguments.js';
import { CallStatistics, CallStatisticsRequest, ToolStatistics, ToolStatisticsRequest } from './call-statistics.js';
import { CallStory } from './call-story.js';
import { ListUpstreamHealthRequest, UpstreamHealthList } from './upstream-health.js';

const responder = 'mcp-router';
const publisher = 'mcp-router';

export const listOfferedTools = defineRequest({
  subject: 'router.list-offered-tools.v1',
  input: ListOfferedToolsRequest,
  output: OfferedToolPage,
  responder,
  requesters: ['agent-orchestrator'],
});
export const submitCall = defineRequest({
  subject: 'router.submit-call.v1',
  input: SubmitCallRequest,
  output: SubmittedCall,
  responder,
  requesters: ['agent-orchestrator'],
});
export const getCall = defineRequest({
  subject: 'router.get-call.v1',
  input: CallRequest,
  output: CallDetails,
  responder,
  requesters: ['admin-gateway', 'agent-orchestrator', 'policy'],
});
/** For people: how it came to what it is. */
export const getCallStory = defineRequest({
  subject: 'router.get-call-story.v1',
  input: CallRequest,
  output: CallStory,
  responder,
  requesters: ['admin-gateway'],
});
export const listCalls = defineRequest({
  subject: 'router.list-calls.v1',
  input: ListCallsRequest,
  output: CallPage,
  responder,
  requesters: ['admin-gateway'],
});
/** For the cards of an inbox: what each of a page asks for. */
export const listCallArguments = defineRequest({
  subject: 'router.list-call-arguments.v1',
  input: ListCallArgumentsRequest,
  output: CallArgumentsList,
  responder,
  requesters: ['admin-gateway'],
});
/** A month of a busy ledger is read through. */
const STATISTICS_TIMEOUT_MS = 15_000;
export const getCallStatistics = defineRequest({
  subject: 'router.get-call-statistics.v1',
  input: CallStatisticsRequest,
  output: CallStatistics,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: STATISTICS_TIMEOUT_MS,
});
export const getToolStatistics = defineRequest({
  subject: 'router.get-tool-statistics.v1',
  input: ToolStatisticsRequest,
  output: ToolStatistics,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: STATISTICS_TIMEOUT_MS,
});
export const readCallResult = defineRequest({
  subject: 'router.read-call-result.v1',
  input: ReadCallResultRequest,
  output: CallResultRange,
  responder,
  requesters: ['admin-gateway', 'agent-orchestrator'],
});
export const cancelCall = defineRequest({
  subject: 'router.cancel-call.v1',
  input: CancelCallRequest,
  output: CallView,
  responder,
  requesters: ['admin-gateway', 'agent-orchestrator'],
});
/** A run that is over asks for nothing any more: asked until it is answered, since the event that says so can be lost. */
export const cancelRunCalls = defineRequest({
  subject: 'router.cancel-run-calls.v1',
  input: CancelRunCallsRequest,
  output: CancelledRunCalls,
  responder,
  requesters: ['agent-orchestrator'],
});
export const resolveCall = defineRequest({
  subject: 'router.resolve-call.v1',
  input: ResolveCallRequest,
  output: CallView,
  responder,
  requesters: ['admin-gateway'],
});

export const listUpstreamHealth = defineRequest({
  subject: 'router.list-upstream-health.v1',
  input: ListUpstreamHealthRequest,
  output: UpstreamHealthList,
  responder,
  requesters: ['admin-gateway'],
});

export const approvalRequested = defineEvent({
  subject: 'router.approval.requested.v1',
  payload: ApprovalRequested,
  publisher,
  workers: ['policy', 'admin-gateway'],
});
export const approvalWithdrawn = defineEvent({
  subject: 'router.approval.withdrawn.v1',
  payload: ApprovalWithdrawn,
  publisher,
  workers: ['policy', 'admin-gateway'],
});
export const callSettled = defineEvent({
  subject: 'router.call.settled.v1',
  payload: CallSettled,
  publisher,
  workers: ['agent-orchestrator'],
});

/** At most one a second for each workspace and replica: calls are too many to be told one by one. */
export const callsChanged = defineHint({
  subject: 'router.calls.changed.v1',
  payload: CallsChanged,
  publisher,
  followers: ['admin-gateway'],
});
