import { describe, expect, it } from '@jest/globals';
import { assertDeclared, holdAnswersTo } from './answer-check.fixture-spec.js';

const json = (name: string) => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});
const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
const text = (...names: readonly string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  required: names,
});

holdAnswersTo({
  ...{ openapi: '3.1.0', info: { title: 'Sample', version: '1' } },
  paths: {
    '/api/v1/notes/{noteId}': {
      get: {
        operationId: 'Notes_get',
        responses: { 200: json('Note'), default: { $ref: '#/components/responses/Problem' } },
      },
      delete: { operationId: 'Notes_delete', responses: { 204: { description: 'Done.' } } },
    },
    '/api/v1/notes/count': { get: { operationId: 'Notes_count', responses: { 200: json('Count') } } },
  },
  components: {
    schemas: { Note: text('title'), Count: text('count'), Problem: text('code') },
    responses: { Problem: problem },
  },
});

const check = (method: string, path: string, status: number, body?: object, type = 'application/json; charset=utf-8') =>
  assertDeclared({ method, path, status, contentType: type, text: body ? JSON.stringify(body) : '', body });
const PROBLEM = 'application/problem+json; charset=utf-8';

describe('the check of answers', () => {
  it('takes what the document declares', () => {
    check('GET', '/api/v1/notes/1?full=true', 200, { title: 'a' });
    check('GET', '/api/v1/notes/count', 200, { count: '1' });
    check('GET', '/api/v1/notes/1', 404, { code: 'note.not_found' }, PROBLEM);
    check('DELETE', '/api/v1/notes/1', 204);
    check('GET', '/api/v1/nothing', 404, { code: 'route.not_found' }, PROBLEM);
    check('GET', '/docs', 200, {}, 'text/html');
  });

  it.each([
    ['a field that is not declared', 'GET /api/v1/notes/1', 200, { title: 'a', secret: 'b' }],
    ['a field that is missing', 'GET /api/v1/notes/1', 200, {}],
    ['the answer of another operation', 'GET /api/v1/notes/count', 200, { title: 'a' }],
    ['a status that is not declared', 'GET /api/v1/notes/1', 201, { title: 'a' }],
    ['a failure where none is declared', 'DELETE /api/v1/notes/1', 404, { code: 'x' }],
    ['a failure that is no problem', 'GET /api/v1/notes/1', 404, { code: 'x' }],
    ['a body where there is none', 'DELETE /api/v1/notes/1', 204, {}],
    ['an operation that there is not', 'POST /api/v1/notes', 201, { title: 'a' }],
  ])('refuses %s', (_, operation, status, body) => {
    const [method = '', path = ''] = operation.split(' ');
    expect(() => check(method, path, status, body)).toThrow(`${operation} answered ${status}`);
  });
});
