import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGrantVerifier, type GrantClaims, type Jwks, toSigningKey } from '@countersign/tokens';
import { PolicySystem } from '../test-system.fixture-spec.js';

type Row = { readonly id: string; readonly workspace_id: string; readonly call_id: string } & Record<string, unknown>;

/**
 * Rows as they were written, columns and all: the first one from before arguments could be edited. The file is never changed,
 * since such rows may wait for a month; what a newer version adds is another file.
 */
interface KeptApprovals {
  readonly signingKeyPem: string;
  readonly jwks: Jwks;
  readonly originalArguments: string;
  readonly definition: { readonly definition_hash: string; readonly document: string };
  readonly pending: readonly Row[];
  readonly approved: readonly { readonly row: Row; readonly claims: GrantClaims }[];
}

const FILE = path.join(import.meta.dirname, 'fixtures', 'approvals.v1.json');
const kept = JSON.parse(readFileSync(FILE, 'utf8')) as KeptApprovals;
const workspaceId = kept.pending[0]?.workspace_id ?? '';

describe('approvals that were written by version 1', () => {
  let system: PolicySystem;

  beforeAll(async () => {
    system = await PolicySystem.start({ grantSigningKey: toSigningKey(kept.signingKeyPem) });
    const { definition_hash, document } = kept.definition;
    await system.query(
      workspaceId,
      'insert into tool_definitions (workspace_id, definition_hash, document) values ($1, $2, $3)',
      [workspaceId, definition_hash, document],
    );
    for (const row of [...kept.pending, ...kept.approved.map((approved) => approved.row)]) await insert(row);
  });
  afterAll(async () => {
    await system.stop();
  });

  /** With the columns that it has; others take their defaults. */
  const insert = async (row: Row): Promise<void> => {
    const columns = Object.keys(row).join(', ');
    await system.query(
      workspaceId,
      `insert into approvals (${columns}) select ${columns} from jsonb_populate_record(null::approvals, $1::jsonb)`,
      [JSON.stringify(row)],
    );
  };
  const at = (index: number): Row => kept.pending[index] ?? raise(`there is no row ${index}`);

  it.each([0, 1])('can still be decided (%i), with a grant for what was asked', async (index) => {
    const { id, call_id, binding_hash } = at(index);
    await system.gateway.decide(workspaceId, id, 'approve');
    const { grant } = await system.outcomeOf(id);
    expect(system.grants.verify(grant ?? '')).toMatchObject({
      jti: id,
      callId: call_id,
      bindingVersion: 1,
      bindingHash: binding_hash,
      decision: 'approved',
    });
  });

  it('can still be approved with edited arguments, for the fields of then are what is bound', async () => {
    const { id, call_id } = at(2);
    system.router.argumentsOf.set(call_id, kept.originalArguments);
    const view = await system.gateway.decide(workspaceId, id, 'approve', { arguments: '{"to":"team@example.com"}' });
    expect(view).toMatchObject({ state: 'approved', argumentsEdited: true });
  });

  it.each(kept.approved)('that are approved get the same grant again: $claims.decision', async ({ row, claims }) => {
    const { decided } = await system.router.findOutcome(workspaceId, row.id);
    const verifier = createGrantVerifier(kept.jwks, () => new Date(String(row['decided_at'])));
    expect(verifier.verify(decided?.grant ?? '')).toMatchObject(claims);
  });
});

function raise(message: string): never {
  throw new Error(message);
}
