import { describe, expect, it } from '@jest/globals';
import { isPathOfWeb } from './is-path-of-web.js';

describe('a path of the web UI', () => {
  it.each(['/', '/approvals', '/approvals/0199', '/login', '/settings/tokens', '/apis'])('is %s', (path) => {
    expect(isPathOfWeb(path)).toBe(true);
  });

  it.each(['/api', '/api/v1/nothing', '/assets/x.js', '/health/live', '/.well-known/x', '/favicon.ico', '/a/b.map'])(
    'is not %s',
    (path) => {
      expect(isPathOfWeb(path)).toBe(false);
    },
  );
});
