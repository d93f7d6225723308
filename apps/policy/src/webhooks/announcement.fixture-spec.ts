import type { ApprovalEntity } from '../approvals/approval.entity.js';
import type { Announcement } from './announcement.js';

export function anAnnouncement(
  approval: Partial<ApprovalEntity> = {},
  overrides: Partial<Omit<Announcement, 'approval'>> = {},
): Announcement {
  return {
    event: 'approval.requested',
    occurredAt: new Date('2026-01-01T00:00:00Z'),
    percent: null,
    link: 'https://countersign.example/approvals/1',
    approval: { ...PENDING, ...approval },
    ...overrides,
  };
}

const PENDING: ApprovalEntity = {
  workspaceId: 'w',
  id: '1',
  withdrawnAt: null,
  callId: 'c',
  state: 'pending',
  integrationId: 'i',
  integrationSlug: 'Tracker',
  toolDigest: 'd',
  toolName: Buffer.from('issue.delete'),
  exposedName: 'Tracker__issue_delete',
  connectionRevision: 1,
  definitionHash: 'h',
  argumentsHash: 'h',
  bindingHash: 'h',
  bindingVersion: 1,
  principal: { kind: 'run', id: 'r', name: 'Night run' },
  runId: null,
  tokenId: null,
  askReason: 'requires_approval',
  requestedAt: new Date('2026-01-01T00:00:00Z'),
  expiresAt: new Date('2026-01-02T00:00:00Z'),
  decidedAt: null,
  decidedBy: null,
  reasonCode: null,
  reason: null,
  selfApproved: false,
  approverGroup: null,
  decidedVia: null,
  editedArgumentsHash: null,
  editedBindingHash: null,
  remindAt: null,
};
