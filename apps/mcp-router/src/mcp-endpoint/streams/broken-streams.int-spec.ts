import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { toClientCaller, type Caller } from '../../callers/caller.js';
import { Copies } from '../../copies/copies.js';
import { OfferLists } from '../../offers/offer-lists.js';
import { ChangeStreams, type ChangeListener } from './change-streams.host.js';

const WORKSPACE = newId();
const HOUR_MS = 60 * 60 * 1_000;

describe('a stream of changes that fails', () => {
  let copies: Copies;
  let streams: ChangeStreams;
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown): void => void uncaught.push(error);

  beforeEach(() => {
    copies = new Copies();
    streams = new ChangeStreams(copies, new OfferLists(copies));
    copies.catalogue.apply(WORKSPACE, [
      {
        integrationId: 'wiki',
        slug: 'Wiki',
        connectionRevision: 1,
        removed: false,
        revision: 1,
        toolName: null,
        definitionHash: null,
      },
    ]);
    Logger.overrideLogger(false);
    process.on('uncaughtException', onUncaught);
  });
  afterEach(() => {
    streams.onModuleDestroy();
    process.off('uncaughtException', onUncaught);
    expect(uncaught).toEqual([]);
  });

  const aCaller = (expiresAtMs = Date.now() + HOUR_MS, change: Partial<Caller> = {}): Caller => ({
    ...toClientCaller({
      ...{ sub: newId(), kind: 'mcp', workspace: WORKSPACE, scopes: [], name: 'Laptop', ownerId: 'ada' },
      ...{ jti: newId(), iat: 0, exp: expiresAtMs / 1_000 },
    }),
    ...change,
  });
  const open = (caller: Caller, listener: Partial<ChangeListener> = {}) => {
    const told: string[] = [];
    let closed = 0;
    streams.open(caller, {
      changed: (list) => told.push(list),
      close: () => (closed += 1),
      ...listener,
    });
    return { told, times: () => closed };
  };
  const broken = (): never => {
    throw new Error('this stream is broken');
  };
  /** Two changes, so that what is left of a stream that failed with the first would fail with the second. */
  const change = (prompts: boolean): void => {
    const policy = { posture: 'open', prompts };
    copies.policy.apply(WORKSPACE, [{ revision: 1, kind: 'integration', integrationId: 'wiki', policy }]);
    copies.changes.changed(WORKSPACE);
  };

  it.each<[string, Partial<ChangeListener>]>([
    ['when it is told', { changed: broken }],
    ['when it is told, and when it is ended', { changed: broken, close: broken }],
  ])('%s ends neither the process nor the word to the others', async (_what, listener) => {
    const [before, , after] = [open(aCaller()), open(aCaller(), listener), open(aCaller())];
    change(true);
    await eventually(() => expect([before.told, after.told]).toEqual([['prompts'], ['prompts']]));
    change(false);
    await eventually(() => expect([before.told.length, after.told.length]).toEqual([2, 2]));
  });

  it('since its list cannot be made is ended, and the others are told', async () => {
    let isBroken = false;
    const failing = aCaller(undefined, { reads: () => (isBroken ? broken() : true) });
    const [lost, other] = [open(failing), open(aCaller())];
    isBroken = true;
    change(true);
    await eventually(() => expect([lost.times(), other.told]).toEqual([1, ['prompts']]));
  });

  it('when its token is over keeps no other from ending', async () => {
    const overAt = Date.now() + 50;
    open(aCaller(overAt), { close: broken });
    const other = open(aCaller(overAt));
    await eventually(() => expect(other.times()).toBe(1));
  });

  it('when the process ends keeps no other from hearing that it does', () => {
    open(aCaller(), { close: broken });
    const other = open(aCaller());
    streams.onModuleDestroy();
    expect(other.times()).toBe(1);
  });
});
