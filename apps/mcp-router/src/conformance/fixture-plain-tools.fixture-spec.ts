import { setTimeout as wait } from 'node:timers/promises';
import { PNG, WAV } from './fixture-media.fixture-spec.js';
import { HEADER_TOOL } from './fixture-routing-headers.fixture-spec.js';
import { aFixtureTool, says, type FixtureCall, type FixtureTool } from './fixture-tool.fixture-spec.js';

/** What the suite wants between two notifications, so that they cannot come as one. */
const PAUSE_MS = 50;

const image = { type: 'image', data: PNG, mimeType: 'image/png' } as const;

const embedded = (uri: string, mimeType: string, text: string) =>
  ({ type: 'resource', resource: { uri, mimeType, text } }) as const;

/** Every keyword of JSON Schema 2020-12 that the suite looks for in the listing. */
const KEYWORDS = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object' as const,
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

async function logs({ context }: FixtureCall) {
  await context.mcpReq.log('info', 'Tool execution started');
  await wait(PAUSE_MS);
  await context.mcpReq.log('info', 'Tool processing data');
  await wait(PAUSE_MS);
  await context.mcpReq.log('info', 'Tool execution completed');
  return says('Logged.');
}

async function reportsProgress({ context }: FixtureCall) {
  const progressToken = context.mcpReq._meta?.progressToken;
  for (const progress of [0, 50, 100]) {
    if (progressToken !== undefined) {
      const params = { progressToken, progress, total: 100 };
      await context.mcpReq.notify({ method: 'notifications/progress', params });
    }
    await wait(PAUSE_MS);
  }
  return says('Done.');
}

/** Ends the stream under its own call, which the client then resumes. */
async function endsItsStream({ context }: FixtureCall) {
  context.http?.closeSSE?.();
  await wait(PAUSE_MS);
  return says('Reconnected.');
}

export const PLAIN_TOOLS: readonly FixtureTool[] = [
  // The router lists by name, and the suite calls what comes first to see that anything can be called.
  aFixtureTool('a_tool_for_anybody', () => says('Served.')),
  aFixtureTool('test_simple_text', () => says('This is a simple text response for testing.')),
  aFixtureTool('test_image_content', () => ({ content: [image] })),
  aFixtureTool('test_audio_content', () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] })),
  aFixtureTool('test_embedded_resource', () => ({
    content: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')],
  })),
  aFixtureTool('test_multiple_content_types', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
    ],
  })),
  aFixtureTool('test_error_handling', () => ({
    ...says('This tool intentionally returns an error for testing'),
    isError: true,
  })),
  aFixtureTool('test_tool_with_logging', logs),
  aFixtureTool('test_logging_tool', logs),
  aFixtureTool('test_tool_with_progress', reportsProgress),
  aFixtureTool('test_reconnection', endsItsStream),
  aFixtureTool('test_trigger_tool_change', ({ notify }) => (notify.toolsChanged(), says('Changed.'))),
  aFixtureTool('test_trigger_prompt_change', ({ notify }) => (notify.promptsChanged(), says('Changed.'))),
  aFixtureTool(HEADER_TOOL, () => says('The header says what the argument says.'), {
    region: { type: 'string', 'x-mcp-header': 'Region' },
  }),
  {
    definition: { name: 'json_schema_2020_12_tool', description: 'Has every keyword', inputSchema: KEYWORDS },
    run: () => says('Valid.'),
  },
];
