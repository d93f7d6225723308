import { type ApiClient, createApiClient } from '@countersign/api-client';

export { answerOf } from '@countersign/api-client';

let csrfToken: string | undefined;

/** Every write carries it: the cookie alone would also come from another page. */
export function rememberCsrfToken(token: string | null | undefined): void {
  csrfToken = token ?? undefined;
}

/** The admin API of this very origin. */
export const api: ApiClient = createApiClient({ baseUrl: '', client: 'web', csrfToken: () => csrfToken });
