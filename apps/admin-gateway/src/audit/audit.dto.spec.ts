import { describe, expect, it } from '@jest/globals';
import { toDto } from '@countersign/messaging';
import { ListAuditQuery } from './audit.dto.js';

const read = (time: string) => () => toDto(ListAuditQuery, { from: time, until: time }, { unknownFields: 'refuse' });

describe('a time that the audit is asked about', () => {
  it.each(['2026-11-23T12:00Z', '2026-11-23T12:00:00.123456789Z', '2026-11-23T12:00:00+23:59'])('may be %s', (time) => {
    expect(read(time)).not.toThrow();
  });

  // ISO 8601 all of them, or nearly; to Postgres some are none.
  it.each([
    '2026-11-23',
    '2026-11-23T12Z',
    '2026-11T12:00Z',
    '2026-327T12:00:00Z',
    '2026-W48-1T12:00:00Z',
    '2026-11-23T12:00:00,5Z',
    '2026-02-30T12:00:00Z',
    '-2026-11-23T12:00:00Z',
    '2026-11-23T12:00:00',
  ])('is not %s', (time) => {
    expect(read(time)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });
});
