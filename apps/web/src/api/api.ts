import { type ApiClient, createApiClient } from '@countersign/api-client';
import { Attendance, UNATTENDED_HEADER } from '../session/attendance.js';

export { answerOf } from '@countersign/api-client';

let csrfToken: string | undefined;

/** Every write carries it: the cookie alone would also come from another page. */
export function rememberCsrfToken(token: string | null | undefined): void {
  csrfToken = token ?? undefined;
}

/** The admin API of this very origin. */
export const api: ApiClient = createApiClient({ baseUrl: '', client: 'web', csrfToken: () => csrfToken });

const attendance = new Attendance();
attendance.watch(window);
api.use({
  onRequest: ({ request }) => {
    if (attendance.isUnattended()) request.headers.set(UNATTENDED_HEADER, '1');
  },
});
