import { httpStatusOf } from '@countersign/contracts';

/** Codes that exist only on this door; everything else is what the contracts say. */
const OWN: Readonly<Record<string, number>> = {
  'auth.csrf': 403,
  'auth.locked': 429,
  'auth.person_required': 403,
  'auth.no_token': 409,
  'cli_login.invalid_code': 422,
  'cli_login.too_many': 429,
  'oauth.unusable_url': 502,
  'oidc.not_configured': 409,
  'oidc.unreachable': 502,
  'oauth.bad_callback': 400,
  'oauth.not_signed_in': 401,
  'request.host_refused': 421,
  'request.origin_refused': 403,
  'idempotency.bad_key': 422,
  'idempotency.other_request': 422,
  'idempotency.in_progress': 409,
  'idempotency.not_repeatable': 409,
  'approver_group.name_taken': 409,
  'approver_group.in_use': 409,
  'approver_group.too_many': 409,
  'approver_group.too_many_members': 409,
  'member.last_admin': 409,
  'member.elsewhere': 409,
  'invitation.already_member': 409,
  'invitation.too_many': 409,
  'stream.too_many': 429,
  'bus.overloaded': 503,
  'bus.message_too_large': 413,
};

export function statusOf(code: string): number {
  return OWN[code] ?? httpStatusOf(code);
}
