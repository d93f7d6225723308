import { describe, expect, it } from '@jest/globals';
import { Attendance, UNATTENDED_AFTER_MS } from './attendance.js';

describe('the attendance of a page', () => {
  it('ends some minutes after the last touch, and begins again with the next', () => {
    let now = 0;
    const page = new EventTarget();
    const attendance = new Attendance(() => now);
    attendance.watch(page);
    expect(attendance.isUnattended()).toBe(false);
    for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel']) {
      now += UNATTENDED_AFTER_MS;
      expect(attendance.isUnattended()).toBe(true);
      page.dispatchEvent(new Event(touch));
      expect(attendance.isUnattended()).toBe(false);
    }
    page.dispatchEvent(new Event('visibilitychange'));
    now += UNATTENDED_AFTER_MS - 1;
    expect(attendance.isUnattended()).toBe(false);
  });
});
