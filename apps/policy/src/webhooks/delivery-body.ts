import type { Actor } from '@countersign/contracts';
import { displayToolName } from '@countersign/tool-name';
import type { SettledApproval } from '../approvals/approval.entity.js';
import { type Announcement, endOf, explainAskReason } from './announcement.js';
import { toVisibleText } from './visible-text.js';

const NAME_LENGTH_MAX = 255;
const REASON_LENGTH_MAX = 2_000;

/**
 * What receivers of the format `json` get: `{type, timestamp, data}`, as Standard Webhooks has it. Fields are only ever
 * added. The same delivery has the same body at every attempt, but for a question that was
 * answered meanwhile: from then on it says so.
 */
export function toDeliveryBody(announcement: Announcement): object {
  const { event, occurredAt } = announcement;
  return { type: event, timestamp: occurredAt.toISOString(), data: toData(announcement) };
}

function toData(announcement: Announcement): object {
  const { approval, link, percent } = announcement;
  const ended = endOf(announcement);
  return {
    workspaceId: approval.workspaceId,
    approvalId: approval.id,
    callId: approval.callId,
    runId: approval.runId,
    integrationId: approval.integrationId,
    integration: approval.integrationSlug,
    tool: displayToolName(approval.toolName.toString()),
    requestedBy: toPerson(approval.principal),
    approverGroup: approval.approverGroup,
    askReason: approval.askReason,
    why: explainAskReason(approval.askReason),
    requestedAt: approval.requestedAt.toISOString(),
    expiresAt: approval.expiresAt.toISOString(),
    url: link,
    ...(percent === null ? {} : { percent }),
    state: approval.state,
    ...(ended === null ? toArguments(announcement) : toOutcome(ended)),
  };
}

function toArguments({ arguments: excerpt }: Announcement): object {
  if (excerpt === undefined) return {};
  return { arguments: excerpt?.text ?? null, argumentsTruncated: excerpt?.isCut ?? false };
}

function toOutcome(approval: SettledApproval): object {
  const { state, decidedBy, decidedAt, reasonCode, reason, selfApproved, editedArgumentsHash } = approval;
  return {
    outcome: state,
    decidedBy: decidedBy && toPerson(decidedBy),
    decidedAt: decidedAt.toISOString(),
    reasonCode,
    reason: reason === null ? null : toVisibleText(reason, REASON_LENGTH_MAX),
    selfApproved,
    argumentsEdited: editedArgumentsHash !== null,
  };
}

/** Ids stay inside: a receiver has no use for them, and the page shows them to those who may see them. */
function toPerson({ kind, name }: Actor): object {
  return { kind, name: toVisibleText(name, NAME_LENGTH_MAX) };
}
