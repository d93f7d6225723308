import { defineEvent, defineRequest } from '../contract.js';
import {
  IdentityChanged,
  IdentityChanges,
  IssueRunTokenRequest,
  ListIdentityChangesRequest,
  RunToken,
} from './identity.js';

const responder = 'admin-gateway';

export const issueRunToken = defineRequest({
  subject: 'gateway.issue-run-token.v1',
  input: IssueRunTokenRequest,
  output: RunToken,
  responder,
  requesters: ['agent-orchestrator'],
});
export const listIdentityChanges = defineRequest({
  subject: 'gateway.list-identity-changes.v1',
  input: ListIdentityChangesRequest,
  output: IdentityChanges,
  responder,
  requesters: ['mcp-router', 'policy'],
});

export const identityChanged = defineEvent({
  subject: 'gateway.identity.changed.v1',
  payload: IdentityChanged,
  publisher: 'admin-gateway',
  workers: ['policy'],
  followers: ['mcp-router'],
});
