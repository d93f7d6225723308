export { createApiClient, type ApiClient } from './create-api-client.js';
