import type { McpRequest } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { takesTask } from '../tasks/declared-tasks.js';

/**
 * How a client is told that its call waits for a person, by what this very request declared:
 *
 * | it declared                                   | it gets                                                      |
 * |-----------------------------------------------|--------------------------------------------------------------|
 * | tasks                                         | a task, at once                                              |
 * | elicitation by URL                            | after the hold, the approval's page for its person to open   |
 * | neither; elicitation by form means nothing    | after the hold, the ticket                                   |
 */
export type ApprovalWay =
  | { readonly kind: 'task'; readonly era: Era }
  | { readonly kind: 'page'; readonly era: Era; readonly sessionId: string | undefined }
  | { readonly kind: 'ticket' };

export function approvalWayOf(request: McpRequest): ApprovalWay {
  const { era, protocolVersion, features, sessionId } = request;
  if (takesTask(request)) return { kind: 'task', era };
  const knowsPages = era === 'modern' || protocolVersion === '2025-11-25';
  return knowsPages && features.elicitsUrls ? { kind: 'page', era, sessionId } : { kind: 'ticket' };
}
