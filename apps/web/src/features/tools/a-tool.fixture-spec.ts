import type { Tool } from './tool-state.js';

/** An open tool that somebody acknowledged, but for `fields`. */
export function aTool(fields: Partial<Tool> = {}): Tool {
  return {
    name: 'note_add',
    policyKey: 'mcp.Notes.note_add',
    exposedName: 'Notes__note_add',
    title: null,
    description: 'Adds a note.',
    inputSchema: {},
    outputSchema: null,
    annotations: null,
    definitionHash: 'a'.repeat(64),
    acknowledgedHash: 'a'.repeat(64),
    flags: [],
    enabled: true,
    requiresApproval: false,
    status: 'available',
    review: 'none',
    idempotent: false,
    approval: {},
    verdict: 'allow',
    verdictReason: 'The policy allows this tool.',
    problem: null,
    ...fields,
  };
}
