import { describe, expect, it } from '@jest/globals';
import { httpStatusOf } from './error-codes.js';

describe('the HTTP status of an error code', () => {
  it.each([
    ['request.malformed', 400],
    ['json.duplicate_key', 400],
    ['token.expired', 401],
    ['auth.required', 401],
    ['scope.required', 403],
    ['approval.not_found', 404],
    ['policy.unknown_tool', 404],
    ['approval.already_decided', 409],
    ['precondition.failed', 412],
    ['request.invalid', 422],
    ['egress.refused', 422],
    ['bus.unavailable', 503],
  ])('%s is %d', (code, status) => {
    expect(httpStatusOf(code)).toBe(status);
  });

  it('is the server’s own fault where nobody knows the code', () => {
    expect(httpStatusOf('something.else')).toBe(500);
  });
});
