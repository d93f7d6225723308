import { defineEvent, defineHint, defineRequest } from '../contract.js';
import { Done } from '../principal.js';
import { FeedAppended } from './live-feed.js';
import { NoteTokenUsesRequest } from './token-uses.js';
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

/** About once a minute for each token in use and replica of the router; a lost one leaves a time older than it is. */
export const noteTokenUses = defineRequest({
  subject: 'gateway.note-token-uses.v1',
  input: NoteTokenUsesRequest,
  output: Done,
  responder,
  requesters: ['mcp-router'],
});

export const identityChanged = defineEvent({
  subject: 'gateway.identity.changed.v1',
  payload: IdentityChanged,
  publisher: 'admin-gateway',
  workers: ['policy'],
  // The gateway itself, for the streams that are open on another replica than the one that took something from somebody.
  followers: ['mcp-router', 'admin-gateway'],
});

/** From the replica that wrote it to all of them; where it is lost, a slow look finds the same. */
export const feedAppended = defineHint({
  subject: 'gateway.feed.appended.v1',
  payload: FeedAppended,
  publisher: 'admin-gateway',
  followers: ['admin-gateway'],
});
