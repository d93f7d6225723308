import { defineEvent, defineRequest } from '../contract.js';
import { Done } from '../principal.js';
import { CompleteAuthorizationRequest, StartAuthorizationRequest, StartedAuthorization } from './authorization.js';
import {
  CatalogueChanges,
  ListCatalogueChangesRequest,
  ListToolDefinitionsRequest,
  ResolveUpstreamRequest,
  ToolDefinitionPage,
  UpstreamView,
} from './catalogue.js';
import { DiscoveryAttemptPage, ListDiscoveryAttemptsRequest } from './health.js';
import {
  IntegrationActorRequest,
  IntegrationPage,
  IntegrationRequest,
  IntegrationTestResult,
  IntegrationView,
  ListIntegrationsRequest,
  RegisterIntegrationRequest,
  RemoveIntegrationRequest,
  TestIntegrationRequest,
  UpdateIntegrationRequest,
} from './integration.js';
import {
  AuthorizationChanged,
  DiscoveryCompleted,
  DiscoveryFailed,
  IntegrationRegistered,
  IntegrationRemoved,
  IntegrationUpdated,
} from './registry-events.js';
import { ListRecentChecksRequest, RecentChecksList } from './recent-checks.js';
import { ListToolChangesRequest, ToolChangePage } from './tool-changes.js';

/** Discovery reads up to 60 s of pages; the asker waits for its answer. */
const DISCOVERY_TIMEOUT_MS = 75_000;

/** Metadata, registration and tokens, also when they are given back, are a few requests to another company's server. */
const AUTHORIZATION_TIMEOUT_MS = 30_000;

/** Usually a read of one row; with a token that has ended, a refresh at another company's server. */
const RESOLVE_TIMEOUT_MS = 15_000;

const responder = 'integration-registry';
const publisher = 'integration-registry';

export const registerIntegration = defineRequest({
  subject: 'registry.register-integration.v1',
  input: RegisterIntegrationRequest,
  output: IntegrationView,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: DISCOVERY_TIMEOUT_MS,
});
export const updateIntegration = defineRequest({
  subject: 'registry.update-integration.v1',
  input: UpdateIntegrationRequest,
  output: IntegrationView,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: DISCOVERY_TIMEOUT_MS,
});
/** For a page of integrations. */
export const listRecentChecks = defineRequest({
  subject: 'registry.list-recent-checks.v1',
  input: ListRecentChecksRequest,
  output: RecentChecksList,
  responder,
  requesters: ['admin-gateway'],
});
export const testIntegration = defineRequest({
  subject: 'registry.test-integration.v1',
  input: TestIntegrationRequest,
  output: IntegrationTestResult,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: DISCOVERY_TIMEOUT_MS,
});
export const removeIntegration = defineRequest({
  subject: 'registry.remove-integration.v1',
  input: RemoveIntegrationRequest,
  output: Done,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: AUTHORIZATION_TIMEOUT_MS,
});
export const verifyIntegration = defineRequest({
  subject: 'registry.verify-integration.v1',
  input: IntegrationActorRequest,
  output: IntegrationView,
  responder,
  requesters: ['admin-gateway', 'mcp-router'],
  timeoutMs: DISCOVERY_TIMEOUT_MS,
});
export const getIntegration = defineRequest({
  subject: 'registry.get-integration.v1',
  input: IntegrationRequest,
  output: IntegrationView,
  responder,
  requesters: ['admin-gateway'],
});
export const listIntegrations = defineRequest({
  subject: 'registry.list-integrations.v1',
  input: ListIntegrationsRequest,
  output: IntegrationPage,
  responder,
  requesters: ['admin-gateway'],
});
export const listDiscoveryAttempts = defineRequest({
  subject: 'registry.list-discovery-attempts.v1',
  input: ListDiscoveryAttemptsRequest,
  output: DiscoveryAttemptPage,
  responder,
  requesters: ['admin-gateway'],
});
export const listToolChanges = defineRequest({
  subject: 'registry.list-tool-changes.v1',
  input: ListToolChangesRequest,
  output: ToolChangePage,
  responder,
  requesters: ['admin-gateway'],
});
export const startAuthorization = defineRequest({
  subject: 'registry.start-authorization.v1',
  input: StartAuthorizationRequest,
  output: StartedAuthorization,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: AUTHORIZATION_TIMEOUT_MS,
});
export const completeAuthorization = defineRequest({
  subject: 'registry.complete-authorization.v1',
  input: CompleteAuthorizationRequest,
  output: IntegrationView,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: DISCOVERY_TIMEOUT_MS,
});
export const endAuthorization = defineRequest({
  subject: 'registry.end-authorization.v1',
  input: IntegrationActorRequest,
  output: IntegrationView,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: AUTHORIZATION_TIMEOUT_MS,
});
export const listToolDefinitions = defineRequest({
  subject: 'registry.list-tool-definitions.v1',
  input: ListToolDefinitionsRequest,
  output: ToolDefinitionPage,
  responder,
  requesters: ['policy', 'mcp-router'],
});
export const listCatalogueChanges = defineRequest({
  subject: 'registry.list-catalogue-changes.v1',
  input: ListCatalogueChangesRequest,
  output: CatalogueChanges,
  responder,
  requesters: ['mcp-router'],
});
export const resolveUpstream = defineRequest({
  subject: 'registry.resolve-upstream.v1',
  input: ResolveUpstreamRequest,
  output: UpstreamView,
  responder,
  requesters: ['mcp-router'],
  timeoutMs: RESOLVE_TIMEOUT_MS,
});

export const integrationRegistered = defineEvent({
  subject: 'registry.integration.registered.v1',
  payload: IntegrationRegistered,
  publisher,
  workers: ['policy', 'admin-gateway'],
  followers: ['mcp-router'],
});
export const integrationUpdated = defineEvent({
  subject: 'registry.integration.updated.v1',
  payload: IntegrationUpdated,
  publisher,
  workers: ['policy', 'admin-gateway'],
  followers: ['mcp-router'],
});
export const integrationRemoved = defineEvent({
  subject: 'registry.integration.removed.v1',
  payload: IntegrationRemoved,
  publisher,
  workers: ['policy', 'admin-gateway'],
  followers: ['mcp-router'],
});
export const discoveryCompleted = defineEvent({
  subject: 'registry.discovery.completed.v1',
  payload: DiscoveryCompleted,
  publisher,
  workers: ['policy', 'admin-gateway'],
  followers: ['mcp-router'],
});
export const discoveryFailed = defineEvent({
  subject: 'registry.discovery.failed.v1',
  payload: DiscoveryFailed,
  publisher,
  workers: ['admin-gateway'],
});
export const authorizationChanged = defineEvent({
  subject: 'registry.authorization.changed.v1',
  payload: AuthorizationChanged,
  publisher,
  workers: ['admin-gateway'],
});
