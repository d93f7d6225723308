import {
  AGENT_STRICTNESSES,
  APPROVAL_EXPIRY_SECONDS_MAX,
  APPROVAL_EXPIRY_SECONDS_MIN,
  AUTH_KINDS,
  CLIENT_AUTH_METHODS,
  MODEL_PROVIDERS,
  POSTURES,
  TRANSPORTS,
  WEBHOOK_EVENTS,
  WEBHOOK_FORMATS,
} from '@countersign/contracts';
import type { Schema } from './schema.js';

/** The only one that there is. A change that older programs would misread makes a 2. */
export const MANIFEST_VERSION = 1;

const flag = (description: string): Schema => ({ type: 'boolean', description });
const count = (description: string, minimum = 1): Schema => ({ type: 'integer', minimum, description });
const text = (maxLength: number, description: string): Schema => ({ type: 'string', maxLength, description });
const oneOf = (values: readonly string[], description: string): Schema => ({
  type: 'string',
  enum: values,
  description,
});
const nullable = (schema: Schema): Schema => ({
  ...schema,
  type: [schema.type, 'null'].flat() as Schema['type'],
  description: `${schema.description ?? ''}; null: the default`,
});
const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const named = (entry: Schema, description: string): Schema => ({
  type: 'object',
  additionalProperties: entry,
  description,
});
const listOf = (items: Schema, maxItems: number, description: string): Schema => ({
  type: 'array',
  items,
  maxItems,
  description,
});

const SECRET = 'text with a reference to a secret in it: ${env:NAME} or ${file:path}';

const tool = object({
  enabled: flag('whether it may be called'),
  requiresApproval: flag('whether each call waits for a person'),
  idempotent: flag('whether a call may be repeated after an unknown outcome'),
  approval: object({
    expiresInSeconds: {
      ...count('how long a call waits for a person', APPROVAL_EXPIRY_SECONDS_MIN),
      maximum: APPROVAL_EXPIRY_SECONDS_MAX,
    },
    allowSelfApproval: flag('whether people decide what they or their agents asked for'),
    approverGroup: nullable({ ...text(128, 'only its members decide'), minLength: 1 }),
  }),
});

const integration = object(
  {
    displayName: { ...text(255, 'for people; the slug when left out'), minLength: 1 },
    description: text(2_000, 'for people'),
    url: { type: 'string', minLength: 1, maxLength: 2_048, pattern: '^https?://', description: 'its MCP endpoint' },
    transport: oneOf(TRANSPORTS, 'how it is spoken to'),
    timeoutSeconds: { ...count('of one request'), maximum: 300 },
    auth: oneOf(AUTH_KINDS, 'how it is authorized'),
    headers: named(text(8_192, SECRET), 'static credentials by header name'),
    oauth: object({
      clientId: { ...text(2_048, 'of a client that was registered by hand'), minLength: 1 },
      clientSecret: text(2_048, SECRET),
      clientAuthMethod: oneOf(CLIENT_AUTH_METHODS, 'how the client proves itself'),
      scopes: listOf(
        { type: 'string', minLength: 1, maxLength: 256 },
        64,
        'asked for instead of what the server names',
      ),
      issuer: text(2_048, 'the only authorization server that may be used'),
    }),
    policy: object({
      posture: oneOf(POSTURES, 'what tools get that nobody decided about'),
      trusted: flag('new and changed tools need no acknowledgement'),
      resources: flag('clients may list and read its resources'),
      prompts: flag('clients may list and get its prompts'),
    }),
    tools: named(tool, 'decisions by tool name, exactly as the server spells it'),
  },
  ['url'],
);

const agent = object(
  {
    instructions: text(64_000, 'what it is told before every run'),
    provider: nullable(oneOf(MODEL_PROVIDERS, 'who serves the model')),
    model: nullable({ ...text(255, "the provider's name of the model"), minLength: 1 }),
    parameters: nullable(
      object({
        temperature: { type: 'number', minimum: 0, maximum: 2 },
        topP: { type: 'number', minimum: 0, maximum: 1 },
        maxOutputTokens: count('of one answer'),
        stopSequences: listOf({ type: 'string', minLength: 1, maxLength: 256 }, 16, 'what ends an answer'),
        seed: count('for providers that take one', 0),
      }),
    ),
    tools: nullable(
      listOf(
        object(
          {
            integration: { ...text(255, 'a slug'), minLength: 1 },
            toolNames: listOf(
              { type: 'string', minLength: 1, maxLength: 1_024 },
              500,
              'all of its tools when left out',
            ),
            strictness: oneOf(AGENT_STRICTNESSES, 'ask: each call waits for a person'),
          },
          ['integration'],
        ),
        200,
        'what it may use at all; nothing when empty, everything when null',
      ),
    ),
    strictness: nullable(oneOf(AGENT_STRICTNESSES, 'ask: every call waits for a person')),
    turnsMax: nullable(count('answers of the model in a run')),
    tokensMax: nullable(count('tokens of a run, read and written')),
    wallSecondsMax: nullable(count('time of a run, waiting included')),
    parallelCallsMax: nullable(count('calls at the same time')),
  },
  ['instructions'],
);

const group = object({
  description: text(1_000, 'for people'),
  members: listOf(
    { type: 'string', minLength: 3, maxLength: 320 },
    1_000,
    'e-mail addresses of members of the workspace',
  ),
});

const webhook = object(
  {
    url: { ...text(2_048, `where it is told; of the format slack, ${SECRET}`), minLength: 1 },
    events: listOf(oneOf(WEBHOOK_EVENTS, 'what it is told'), 16, 'what it is told'),
    format: oneOf(WEBHOOK_FORMATS, 'json, or a message as Slack takes it'),
    enabled: flag('whether it is told at all'),
  },
  ['url', 'events'],
);

/** Printed by `countersign schema`; what it cannot say is checked in parse-manifest.ts. */
export const MANIFEST_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'countersign.yaml',
  description: 'What a Countersign workspace holds. A section or a field that is left out is left as it is.',
  ...object(
    {
      version: { type: 'integer', enum: [MANIFEST_VERSION], description: `${MANIFEST_VERSION}` },
      approvalSettings: object({
        allowSelfApproval: flag('whether people decide what they or their agents asked for'),
      }),
      groups: named(group, 'approver groups by name'),
      integrations: named(integration, 'remote MCP servers by slug, which never changes'),
      agents: named(agent, 'hosted agents by name'),
      webhooks: named(webhook, 'who is told of approvals, by name'),
    },
    ['version'],
  ),
};
