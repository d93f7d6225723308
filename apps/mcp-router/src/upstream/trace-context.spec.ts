import { describe, expect, it } from '@jest/globals';
import { readTraceparent, traceparentOf } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const GIVEN = `00-${TRACE}-b7ad6b7169203331-00`;

describe('the trace context of a call', () => {
  it('continues the trace of the client, with a span of its own for every attempt', () => {
    const [first, second] = [1, 2].map((fence) => traceparentOf({ callId: 'c', fence, traceparent: GIVEN }));
    for (const sent of [first, second]) expect(sent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(first).not.toBe(second);
    expect(first).not.toBe(GIVEN);
  });

  it('is named after the call where the client has none', () => {
    const callId = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f';
    expect(traceparentOf({ callId, fence: 1 })).toMatch(/^00-01938f5e7c1a7d2b9e3f4a5b6c7d8e9f-[0-9a-f]{16}-01$/);
  });

  it('takes a later version for what this one says of it', () => {
    expect(readTraceparent(`01-${GIVEN.slice(3)}-more`)).toBe(`01-${GIVEN.slice(3)}`);
  });

  it.each([
    undefined,
    7,
    '',
    `ff-${GIVEN.slice(3)}`,
    `${GIVEN}-more`,
    GIVEN.toUpperCase(),
    `00-${'0'.repeat(32)}-b7ad6b7169203331-00`,
    `00-${TRACE}-${'0'.repeat(16)}-00`,
    `${GIVEN}\n`,
  ])('ignores %j', (value) => {
    expect(readTraceparent(value)).toBeUndefined();
  });
});
