import type { RestShape } from '../http/rest-shape.js';
import type { JsonSchema, SchemaCollection } from './json-schema.js';

const JSON_TYPE = 'application/json';
const TEXT = { type: 'string' };
const STREAM = { 'text/event-stream': { schema: TEXT } };
const PROBLEM = { $ref: '#/components/responses/Problem' };
const PARAMETER = /\{(\w+)\}/g;

/** What RFC 9457 answers look like here. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    details: { $ref: '#/components/schemas/JsonObject' },
  },
} as const;

export const PROBLEM_RESPONSE = {
  description:
    'What went wrong, as RFC 9457 problem details. `code` is stable; `errors` point at their places in the input.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
} as const;

/** Of a new word; one that begins with two of them, as OAuth, keeps them. */
const CAPITAL = /(?<=[a-z])[A-Z](?![A-Z])|(?=(?<=[a-z])[A-Z]{2})/g;

/** What menus call it: `CliLogins_revokeOwn` is "Cli logins: revoke own". */
export function summaryOf(operationId: string): string {
  return operationId.replaceAll(CAPITAL, (letter) => ` ${letter.toLowerCase()}`).replace('_', ': ');
}

export interface OperationPlace {
  readonly path: string;
  readonly method: string;
  /** Of a success. */
  readonly status: string;
}

/** The parts of an OpenAPI operation that follow from what its route takes and answers. */
export function describeOperation(shape: RestShape, place: OperationPlace, schemas: SchemaCollection): JsonSchema {
  const { body, access, description } = shape;
  return {
    ...(description === undefined ? {} : { description }),
    parameters: [...pathParameters(place.path), ...queryParameters(shape, schemas), ...headerParameters(shape, place)],
    ...(body ? { requestBody: { required: true, content: { [JSON_TYPE]: { schema: schemas.ref(body) } } } } : {}),
    responses: { [place.status]: successOf(shape, schemas), ...othersOf(shape, schemas), ...problemsOf(shape, place) },
    security: credentialsOf(access),
    ...(access?.kind === 'scope' ? { 'x-required-scope': access.scope } : {}),
  };
}

function credentialsOf(access: RestShape['access']): JsonSchema[] {
  if (access?.kind === 'public') return [];
  return access?.kind === 'person' ? [{ session: [] }] : [{ token: [] }, { session: [] }];
}

function pathParameters(path: string): JsonSchema[] {
  return [...path.matchAll(PARAMETER)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'workspaceId' ? { type: 'string' } : { type: 'string', format: 'uuid' },
    ...(name === 'workspaceId'
      ? { description: 'Its id, or `default` for the only workspace of an installation.' }
      : {}),
  }));
}

function queryParameters({ query }: RestShape, schemas: SchemaCollection): JsonSchema[] {
  if (!query) return [];
  return [...schemas.properties(query)].map(([name, { schema, isRequired }]) => ({
    name,
    in: 'query',
    required: isRequired,
    schema,
  }));
}

function headerParameters(shape: RestShape, { method, path }: OperationPlace): JsonSchema[] {
  const { access, headers = [] } = shape;
  const isWrite = method !== 'get' && access?.kind !== 'public';
  const names = [
    ...headers,
    ...(isWrite && path.includes('{workspaceId}') ? ['Idempotency-Key'] : []),
    ...(isTagged(shape, method) ? ['If-None-Match'] : []),
  ];
  return names.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));
}

/** Express tags whatever a route answers to GET; a stream has no tag, and neither has a file that is written as it is read. */
function isTagged({ access, isStream = false, fileTypes }: RestShape, method: string): boolean {
  return method === 'get' && !isStream && !fileTypes && access?.kind !== 'public';
}

function successOf(shape: RestShape, schemas: SchemaCollection): JsonSchema {
  const { answer, hasNoAnswer, isStream, fileTypes } = shape;
  if (hasNoAnswer) return { description: 'Done.' };
  if (fileTypes) {
    return { description: 'Success.', content: Object.fromEntries(fileTypes.map((type) => [type, { schema: TEXT }])) };
  }
  const schema = answer ? schemas.ref(answer) : { type: 'object' };
  return { description: 'Success.', content: { [JSON_TYPE]: { schema }, ...(isStream ? STREAM : {}) } };
}

function othersOf(shape: RestShape, schemas: SchemaCollection): JsonSchema {
  const { otherStatuses = [] } = shape;
  return Object.fromEntries(
    otherStatuses.map((status) => [status, { ...successOf(shape, schemas), description: 'The same, of a failure.' }]),
  );
}

function problemsOf(shape: RestShape, { path, method }: OperationPlace): JsonSchema {
  const { body, query, access, headers } = shape;
  const statuses = [
    ...(body ? ['400', '422'] : query ? ['422'] : []),
    ...(access?.kind === 'public' ? [] : ['401', '403']),
    ...(path.includes('{') ? ['404'] : []),
    ...(headers?.includes('If-Match') ? ['412'] : []),
    ...(access?.kind === 'public' && method === 'get' ? [] : ['429']),
    'default',
  ];
  const problems = Object.fromEntries(statuses.map((status) => [status, PROBLEM]));
  return isTagged(shape, method) ? { 304: { description: 'As `If-None-Match` says.' }, ...problems } : problems;
}
