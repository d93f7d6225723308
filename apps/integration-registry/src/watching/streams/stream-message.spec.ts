import { describe, expect, it } from '@jest/globals';
import { promisesAnnouncements, readStreamMessage } from './stream-message.js';

describe('a message on a stream', () => {
  it.each([
    [{ method: 'notifications/tools/list_changed' }, { kind: 'tools-changed' }],
    [
      { method: 'notifications/subscriptions/acknowledged', params: { notifications: { toolsListChanged: true } } },
      { kind: 'acknowledged', isHonoured: true },
    ],
    [
      { method: 'notifications/subscriptions/acknowledged', params: {} },
      { kind: 'acknowledged', isHonoured: false },
    ],
    [
      { id: 7, method: 'ping' },
      { kind: 'ping', id: 7 },
    ],
    [{ method: 'ping' }, { kind: 'other' }],
    [
      { id: 'a', result: { b: 1 } },
      { kind: 'answer', id: 'a', result: { b: 1 } },
    ],
    [
      { id: 'a', error: { code: 1 } },
      { kind: 'answer', id: 'a', result: null },
    ],
    [{ id: 1, method: 'sampling/createMessage' }, { kind: 'other' }],
    [{ method: 'notifications/message', params: 'notifications/tools/list_changed' }, { kind: 'other' }],
    [[{ method: 'notifications/tools/list_changed' }], { kind: 'other' }],
    [null, { kind: 'other' }],
  ])('%j is %j', (message, expected) => {
    expect(readStreamMessage(JSON.stringify(message))).toEqual(expected);
  });

  it('that is not JSON is none of ours', () => {
    expect(readStreamMessage('{"method":')).toEqual({ kind: 'other' });
  });
});

describe('the result of initialize', () => {
  it('promises announcements where it says so, and nowhere else', () => {
    expect(promisesAnnouncements({ capabilities: { tools: { listChanged: true } } })).toBe(true);
    for (const capabilities of [{}, null, { tools: null }, { tools: {} }, { tools: { listChanged: 'true' } }]) {
      expect(promisesAnnouncements({ capabilities })).toBe(false);
    }
  });
});
