/**
 * Stable error codes and the HTTP status each becomes. A code that is not listed takes the status of its ending
 * (`….not_found` → 404), and 500 otherwise: an unknown failure is the server's.
 */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'request.malformed': 400,
  'request.invalid': 422,
  'request.too_large': 413,
  'rate.limited': 429,
  'scope.required': 403,
  'entitlement.required': 403,
  'precondition.failed': 412,
  'bus.timeout': 504,
  'bus.unavailable': 503,
  'egress.refused': 422,
  'egress.not_connected': 502,
  'egress.limit': 502,
  'integration.slug_taken': 409,
  'integration.bad_slug': 422,
  'integration.changed': 409,
  'integration.not_authorized': 409,
  'oauth.not_offered': 422,
  'oauth.bad_metadata': 422,
  'oauth.issuer_mismatch': 422,
  'oauth.resource_mismatch': 422,
  'oauth.pkce_unsupported': 422,
  'oauth.client_required': 422,
  'oauth.registration_refused': 422,
  'oauth.token_refused': 422,
  'oauth.unreachable': 502,
  'oauth.bad_state': 409,
  'oauth.denied': 409,
  'oauth.not_interactive': 409,
  'discovery.unreachable': 422,
  'discovery.not_mcp': 422,
  'discovery.refused': 422,
  'discovery.timed_out': 422,
  'discovery.too_large': 422,
  'discovery.server_error': 422,
  'policy.duplicate_tool': 422,
  'policy.unknown_tool': 404,
  'policy.definition_moved': 409,
  'policy.not_verified': 409,
  'policy.not_yet_merged': 409,
  'policy.unreadable': 409,
  'approval.already_decided': 409,
  'approval.expired': 409,
  'approval.not_pending': 409,
  'approval.self_approval': 403,
  'approval.not_in_group': 403,
  'approval.unknown_group': 422,
  'call.not_unknown': 409,
  'router.behind': 503,
  'call.already_settled': 409,
  'run.finished': 409,
  'run.moved_on': 409,
  'run.unreadable': 409,
};

const STATUS_BY_ENDING: readonly (readonly [RegExp, number])[] = [
  [/[._]not_found$/, 404],
  [/^(auth|token)\./, 401],
  [/^json\./, 400],
];

export function httpStatusOf(code: string): number {
  return STATUS_BY_CODE[code] ?? STATUS_BY_ENDING.find(([ending]) => ending.test(code))?.[1] ?? 500;
}
