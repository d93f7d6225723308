import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { paths } from './api.generated.js';

export type ApiClient = Client<paths>;

/** Every route of the admin API with its parameters, bodies and answers, as the OpenAPI document says. */
export function createApiClient(options: ClientOptions): ApiClient {
  return createClient<paths>(options);
}
