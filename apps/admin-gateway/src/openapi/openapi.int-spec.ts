import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';
import { GatewaySystem } from '../test-system.fixture-spec.js';

/** The typed client's copy of the document; see the README of libs/api-client. */
const GENERATED_FILE = join(import.meta.dirname, '../../../../libs/api-client/src/api.generated.ts');
const GENERATED_HEAD = `/** Written from the OpenAPI document of the admin gateway; see the README. */

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

`;

/** A type that refers to itself needs a name of its own. */
async function toTypes(document: OpenAPI3): Promise<string> {
  const transform = (_: object, { path }: { path?: string }): ts.TypeNode | undefined =>
    path === '#/components/schemas/JsonValue' ? ts.factory.createTypeReferenceNode('JsonValue') : undefined;
  return GENERATED_HEAD + astToString(await openapiTypescript(document, { transform }));
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Readonly<Record<string, object>>;
  readonly security: readonly object[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

describe('the API document', () => {
  let system: GatewaySystem;
  let document: Document;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    ({ body: document } = await system.anonymous.get<Document>('/api/openapi.json'));
  });
  afterAll(() => system.stop());

  it('is OpenAPI 3.1 and has every path of the API', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(
      Object.entries(document.paths)
        .flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`))
        .sort(),
    ).toMatchSnapshot();
  });

  it('resolves all of its references', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    const components = document.components as unknown as Record<string, Record<string, object>>;
    for (const [, kind = '', name = ''] of references) expect(components[kind]?.[name]).toBeDefined();
  });

  it('says what a route takes and answers as the code does', () => {
    const decision = document.paths['/api/v1/workspaces/{workspaceId}/approvals/{approvalId}/decision']?.['post'];
    expect(decision).toMatchObject({
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/DecisionBody' } } } },
      responses: {
        200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ApprovalView' } } } },
      },
      'x-required-scope': 'approval:decide',
    });
    expect(document.components.schemas['DecisionBody']).toEqual({
      type: 'object',
      properties: {
        decision: { type: 'string', enum: ['approve', 'deny'] },
        reason: { type: 'string', maxLength: 2000 },
        arguments: { $ref: '#/components/schemas/JsonObject' },
      },
      required: ['decision'],
    });
    expect(document.components.schemas['ToolPolicyUpdate']).toMatchObject({ required: ['name'] });
  });

  it('says how a stored approver group is taken away', () => {
    const path = '/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools';
    expect(document.paths[path]?.['patch']?.description).toContain(
      'An empty `approverGroup` takes the stored group away',
    );
    const { properties } = document.components.schemas['ApprovalSettings'] as { properties: object };
    expect(properties).toMatchObject({ approverGroup: { type: 'string', maxLength: 128 } });
    expect(properties).not.toHaveProperty('approverGroup.minLength');
  });

  it('is what the typed client was generated from', async () => {
    const generated = await toTypes(document as unknown as OpenAPI3);
    if (process.env['WRITE_API_CLIENT'] === '1') await writeFile(GENERATED_FILE, generated);
    // Said in words: the difference of two files of this length says nothing.
    const isCurrent = generated === (await readFile(GENERATED_FILE, 'utf8'));
    expect(isCurrent ? 'current' : 'run: npm run generate -w @countersign/api-client').toBe('current');
  });

  it('names the parameters of a list', () => {
    const list = document.paths['/api/v1/workspaces/{workspaceId}/calls']?.['get'];
    expect(list?.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['workspaceId', 'cursor', 'limit', 'state']),
    );
  });

  it('has a name of every operation for menus', () => {
    const { get } = document.paths['/api/v1/me/sessions'] ?? {};
    expect(get?.summary).toBe('Own sessions: list sessions');
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    expect(new Set(operations.map(({ summary }) => summary)).size).toBe(operations.length);
  });

  it('asks for no credential only where none is needed', () => {
    const open = Object.values(document.paths)
      .flatMap((item) => Object.values(item))
      .filter(({ security }) => security.length === 0);
    expect(open.map(({ operationId }) => operationId).sort()).toEqual([
      'AcceptInvitation_accept',
      'AcceptInvitation_look',
      'AuthMethods_accept',
      'AuthMethods_methods',
      'CliLogins_exchange',
      'Health_keys',
      'Health_live',
      'Health_ready',
      'PasswordResets_look',
      'PasswordResets_use',
      'Sessions_signIn',
    ]);
  });

  it('is shown at /docs by files of this host, under a policy without inline scripts', async () => {
    const page = await system.anonymous.get('/docs');
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    expect(page.text).not.toMatch(/<script(?![^>]*src=)|https?:\/\//);
    for (const [, path = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const file = await system.anonymous.get(path);
      expect([path, file.status, file.headers['x-content-type-options']]).toEqual([path, 200, 'nosniff']);
    }
  });

  it.each(['/docs/package.json', '/docs/..%2f..%2fpackage.json', '/docs/constructor'])(
    'serves no other file: %s',
    async (path) => {
      expect((await system.anonymous.get(path)).body['code']).toBe('route.not_found');
    },
  );
});
