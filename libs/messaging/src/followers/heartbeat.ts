import { HEARTBEAT_WORKSPACES_MAX } from '../limits.js';

export interface WorkspaceRevision {
  readonly workspaceId: string;
  readonly revision: number;
}

/** One of the `parts` messages that together name every workspace of an owner. */
export interface Heartbeat {
  readonly workspaces: readonly WorkspaceRevision[];
  readonly part: number;
  readonly parts: number;
}

/** At least one part, so that an owner without workspaces is heard too. */
export function toHeartbeats(revisions: readonly WorkspaceRevision[]): Heartbeat[] {
  const parts = Math.max(1, Math.ceil(revisions.length / HEARTBEAT_WORKSPACES_MAX));
  return Array.from({ length: parts }, (_, part) => ({
    workspaces: revisions.slice(part * HEARTBEAT_WORKSPACES_MAX, (part + 1) * HEARTBEAT_WORKSPACES_MAX),
    part,
    parts,
  }));
}

/** By hand rather than with a DTO: thousands of entries arrive every second. @returns undefined when it is not one. */
export function parseHeartbeat(json: unknown): Heartbeat | undefined {
  if (!isRecord(json) || !Array.isArray(json['workspaces'])) return undefined;
  const workspaces: unknown[] = json['workspaces'];
  const { part = 0, parts = 1 } = json;
  if (!isCount(part) || !isCount(parts) || part >= parts) return undefined;
  return workspaces.every(isWorkspaceRevision) ? { workspaces, part, parts } : undefined;
}

function isWorkspaceRevision(value: unknown): value is WorkspaceRevision {
  return isRecord(value) && typeof value['workspaceId'] === 'string' && isCount(value['revision']);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
