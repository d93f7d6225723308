import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalDecided } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { createGrantVerifier, generateSigningKey, type Jwks, toJwksOfKeys } from '@countersign/tokens';
import { argumentsToSend, type CallEdit } from '../calls/call.js';
import { CallRepository } from '../calls/call.repository.js';
import { CallTransitionRepository } from '../calls/call-transition.repository.js';
import { RouterSystem } from '../test-system.fixture-spec.js';
import { ApplyDecision } from './apply-decision.use-case.js';
import { ConsumedGrantRepository } from './consumed-grant.repository.js';
import type { FetchedEdit } from './edited-arguments.client.js';
import { GrantReader } from './grant-reader.js';

/** Rows and decisions as they were written. Never changed, since such calls may wait for a month. */
interface KeptCall {
  readonly name: string;
  readonly row: { readonly id: string; readonly workspace_id: string } & Record<string, unknown>;
  readonly decided: ApprovalDecided;
  readonly edit: CallEdit | null;
  readonly sends: string;
}
interface KeptCalls {
  readonly signedAt: string;
  readonly jwks: Jwks;
  readonly calls: readonly KeptCall[];
}

const FILE = path.join(import.meta.dirname, 'fixtures', 'pending-calls.v1.json');
const kept = JSON.parse(readFileSync(FILE, 'utf8')) as KeptCalls;
/** Within the hour of its grants. */
const then = () => new Date(Date.parse(kept.signedAt) + 60_000);

describe('a call that version 1 left waiting', () => {
  let system: RouterSystem;

  beforeAll(async () => {
    system = await RouterSystem.start();
    for (const { row } of kept.calls) {
      const columns = Object.keys(row).join(', ');
      await system.query(
        row.workspace_id,
        `insert into calls (${columns}) select ${columns} from jsonb_populate_record(null::calls, $1::jsonb)`,
        [JSON.stringify(row)],
      );
    }
  });
  afterAll(async () => {
    await system.stop();
  });

  /** Everything of today but the clock, which is that of the grant; what it does is taken back. */
  const apply = async ({ row, decided, edit }: KeptCall, { keys = kept.jwks, more = {} } = {}) => {
    const fetched: FetchedEdit | null = edit && { kind: 'edit', ...edit };
    const calls = system.get(CallRepository);
    const grants = new GrantReader(createGrantVerifier(keys, then));
    const applying = new ApplyDecision(
      calls,
      system.get(CallTransitionRepository),
      system.get(ConsumedGrantRepository),
      grants,
    );
    const undo = new Error('taken back');
    let applied;
    await system
      .get(Database)
      .transaction(row.workspace_id, async (tx) => {
        await applying.execute(tx, { ...decided, ...more }, fetched);
        applied = await calls.get(tx, row.id);
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    return applied;
  };

  it.each(kept.calls)('is approved by its grant: $name', async (call) => {
    const applied = await apply(call);
    expect(applied).toMatchObject({ state: 'approved', grantJti: call.decided.approvalId, decidedBy: 'Grace' });
    expect(applied === undefined ? null : argumentsToSend(applied)).toBe(call.sends);
  });

  it.each(kept.calls)('is not approved by the grant of another: $name', async (call) => {
    const other = kept.calls.find((candidate) => candidate !== call)?.decided.grant ?? null;
    await expect(apply(call, { more: { grant: other } })).rejects.toMatchObject({ code: 'grant.unusable' });
    await expect(apply({ ...call, edit: null }, { more: { grant: other } })).rejects.toMatchObject({
      code: 'grant.unusable',
    });
    const keys = toJwksOfKeys([generateSigningKey()]);
    await expect(apply(call, { keys })).rejects.toMatchObject({ code: 'grant.unusable' });
  });
});
