import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { paths } from './api.generated.js';

export type ApiClient = Client<paths>;

export interface ApiClientOptions extends ClientOptions {
  /** For the audit: on which way somebody acts. */
  readonly client?: 'web' | 'cli';
  /** Asked before every request; a browser with a session has none. */
  readonly token?: () => string | null | undefined;
  /** Asked before every write: the `csrfToken` of the sign-in or of `/me`. */
  readonly csrfToken?: () => string | null | undefined;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every route of the admin API with its parameters, bodies and answers, as the OpenAPI document says. */
export function createApiClient({ client, token, csrfToken, ...options }: ApiClientOptions): ApiClient {
  const api = createClient<paths>(options);
  api.use({
    onRequest: ({ request: { headers, method } }) => {
      const bearer = token?.();
      put(headers, 'x-countersign-client', client);
      put(headers, 'authorization', bearer ? `Bearer ${bearer}` : null);
      if (!SAFE_METHODS.has(method)) put(headers, 'x-csrf-token', csrfToken?.());
    },
  });
  return api;
}

/** What the caller said itself stays. */
function put(headers: Headers, name: string, value: string | null | undefined): void {
  if (value && !headers.has(name)) headers.set(name, value);
}
