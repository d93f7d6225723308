import { sha256Hex } from '@countersign/canonical-json';

const STATE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** The workspace is in it, because the callback of a browser brings nothing else that could tell. `secret`: 32 random bytes, base64url. */
export function toState(workspaceId: string, secret: string): string {
  return `${workspaceId}.${secret}`;
}

/** What is stored of a state: whoever reads the database cannot finish somebody's authorization. */
export function hashState(state: string): string {
  return sha256Hex(state);
}

/** Null for what was never a state of this workspace. */
export function readState(state: string, workspaceId: string): string | null {
  const [, workspace] = STATE.exec(state) ?? [];
  return workspace?.toLowerCase() === workspaceId.toLowerCase() ? hashState(state) : null;
}
