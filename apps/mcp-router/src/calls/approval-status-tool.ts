/** The built-in tool of the MCP endpoint. The slug `countersign` is reserved, so no integration's tool can have this name. */
export const APPROVAL_STATUS_TOOL = 'countersign__approval_status';

export const APPROVAL_STATUS_DEFINITION = {
  name: APPROVAL_STATUS_TOOL,
  title: 'Approval status',
  description:
    'Collects the result of a call that waits for a person. Waits up to 45 seconds, then says whether it is still pending.',
  inputSchema: {
    type: 'object',
    properties: {
      approval_id: { type: 'string', description: 'The id from the message that said that the call waits.' },
    },
    required: ['approval_id'],
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true, openWorldHint: false },
} as const;
