import { describe, expect, it } from '@jest/globals';
import { decisionWay } from './decision-way.js';

describe('the way of a decision', () => {
  it.each([
    ['user', undefined, 'web'],
    ['user', 'cli', 'web'],
    ['token', 'cli', 'cli'],
    ['token', 'web', 'api'],
    ['token', undefined, 'api'],
  ] as const)('of a %s that says that it is %p is %s', (kind, client, way) => {
    expect(decisionWay({ kind }, client)).toBe(way);
  });
});
