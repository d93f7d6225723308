export { createApiClient, type ApiClient } from './create-api-client.js';
export type { components, paths } from './api.generated.js';
