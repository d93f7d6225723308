import { defineRequest } from '../contract.js';
import { IntegrationStates, ListIntegrationStatesRequest } from './integration-states.js';

/** What a service catches up by whose events were lost. */
export const listIntegrationStates = defineRequest({
  subject: 'registry.list-integration-states.v1',
  input: ListIntegrationStatesRequest,
  output: IntegrationStates,
  responder: 'integration-registry',
  requesters: ['policy'],
});
