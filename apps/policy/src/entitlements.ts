import 'reflect-metadata';
import type { Actor } from '@countersign/contracts';
import { openDatabase, Outbox } from '@countersign/database';
import { AuditRepository } from './audit/audit.repository.js';
import { EntitlementRepository } from './entitlements/entitlement.repository.js';
import { SetEntitlements } from './entitlements/set-entitlements.use-case.js';
import { TakeRevision } from './revisions/take-revision.use-case.js';
import { WorkspaceRevisionRepository } from './revisions/workspace-revision.repository.js';

/**
 * The operator's command: `entitlements set <workspace id> agent_approvals on|off`.
 * It needs the service's own `DATABASE_APP_URL` and `DATABASE_SYSTEM_URL`; a running policy service announces the change.
 */
const USAGE = 'usage: entitlements set <workspace id> agent_approvals on|off\n';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EXIT_USAGE = 64;

const OPERATOR: Actor = { kind: 'operator', id: 'operator', name: 'Operator' };

async function setAgentApprovals(workspaceId: string, isEntitled: boolean): Promise<number> {
  const appUrl = process.env['DATABASE_APP_URL'] ?? '';
  const systemUrl = process.env['DATABASE_SYSTEM_URL'] ?? '';
  const database = await openDatabase({
    service: 'policy',
    app: { url: appUrl },
    system: { url: systemUrl },
    entities: [],
    poolSize: 1,
  });
  try {
    const revisions = new WorkspaceRevisionRepository();
    const outbox = new Outbox();
    const takeRevision = new TakeRevision(revisions, outbox);
    const entitlements = new EntitlementRepository();
    const command = new SetEntitlements(database, entitlements, revisions, takeRevision, new AuditRepository(outbox));
    return await command.execute(workspaceId, { agent_approvals: isEntitled }, OPERATOR);
  } finally {
    await database.close();
  }
}

const [verb, workspaceId = '', feature, value = ''] = process.argv.slice(2);
if (verb !== 'set' || !UUID.test(workspaceId) || feature !== 'agent_approvals' || !['on', 'off'].includes(value)) {
  process.stderr.write(USAGE);
  process.exit(EXIT_USAGE);
}
const revision = await setAgentApprovals(workspaceId, value === 'on');
process.stdout.write(`agent_approvals is ${value} for ${workspaceId} (revision ${revision})\n`);
