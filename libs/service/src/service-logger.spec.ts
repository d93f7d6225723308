import { describe, expect, it } from '@jest/globals';
import { ServiceLogger, withRequestId } from './index.js';

function aLogger(level: 'info' | 'error' = 'info'): { logger: ServiceLogger; lines: () => Record<string, unknown>[] } {
  const written: string[] = [];
  const logger = new ServiceLogger({
    service: 'policy',
    level,
    destination: { write: (line) => void written.push(line) },
  });
  return { logger, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('ServiceLogger', () => {
  it('writes one JSON line with the service, the context and the fields', () => {
    const { logger, lines } = aLogger();
    logger.log('discovered', { tools: 12 }, 'Discovery');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        service: 'policy',
        context: 'Discovery',
        tools: 12,
        msg: 'discovered',
      },
    ]);
  });

  it('writes nothing below its level', () => {
    const { logger, lines } = aLogger('error');
    logger.log('quiet');
    logger.error('loud');
    expect(lines()).toHaveLength(1);
  });

  it('redacts messages, fields and errors', () => {
    const { logger, lines } = aLogger();
    logger.warn('sent Bearer hunter2hunter2', { password: 'hunter2' }, new Error('at nats://a:hunter2@b'));
    expect(JSON.stringify(lines())).not.toContain('hunter2');
  });

  it('understands the stack that Nest passes as text, and an error as the message', () => {
    const { logger, lines } = aLogger();
    logger.error('failed', 'Error: failed\n    at here (file.ts:1:1)', 'Router');
    logger.error(new Error('as message'));
    expect(lines()).toMatchObject([
      { msg: 'failed', stack: expect.stringContaining('at here'), context: 'Router' },
      { err: { message: 'as message' } },
    ]);
  });

  it('carries the id of the request across awaits', async () => {
    const { logger, lines } = aLogger();
    await withRequestId('r-1', async () => {
      await Promise.resolve();
      logger.log('inside');
    });
    logger.log('outside');
    expect(lines().map((line) => line['requestId'])).toEqual(['r-1', undefined]);
  });
});
