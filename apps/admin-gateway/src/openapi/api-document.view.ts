import { type INestApplication, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { operationId, shapeOf } from '../http/rest-shape.js';
import { JSON_SCHEMAS, SchemaCollection } from './json-schema.js';
import { describeOperation, PROBLEM_RESPONSE, PROBLEM_SCHEMA, summaryOf } from './operation.js';

/** Its schemas are of 3.1, which the scanner's own types do not know. */
export type ApiDocumentObject = Omit<OpenAPIObject, 'paths' | 'components'> & {
  readonly paths: Readonly<Record<string, object>>;
  readonly components: object;
};

const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;
const VERSION = '0.1.0';

const ABOUT = `An agent proposes a tool call; a person countersigns it.

Programs send \`Authorization: Bearer <token>\`. A browser signs in with \`POST /api/v1/auth/login\` and repeats the
\`csrfToken\` of the answer in the header \`x-csrf-token\` of every write.`;

/** The OpenAPI 3.1 document: paths from the routes, shapes from the classes that validate them. Built once, at the start. */
@Injectable()
export class ApiDocument {
  private document: ApiDocumentObject | undefined;

  get(): ApiDocumentObject {
    if (!this.document) throw new Error('the document is built when the application starts');
    return this.document;
  }

  build(app: INestApplication): void {
    const config = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Countersign')
      .setDescription(ABOUT)
      .setVersion(VERSION)
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'token')
      .addCookieAuth('countersign_session', { type: 'apiKey', in: 'cookie' }, 'session')
      .build();
    this.document = describe(SwaggerModule.createDocument(app, config, { operationIdFactory: operationId }));
  }
}

function describe(scanned: OpenAPIObject): ApiDocumentObject {
  const schemas = new SchemaCollection();
  const paths: Record<string, object> = {};
  for (const [path, item] of Object.entries(scanned.paths)) {
    const operations = METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const [status = '200'] = Object.keys(operation.responses);
      const { operationId: id = '', tags = [] } = operation;
      const described = describeOperation(shapeOf(id), { path, method, status }, schemas);
      return [[method, { operationId: id, summary: summaryOf(id), tags, ...described }] as const];
    });
    if (operations.length > 0) paths[path] = Object.fromEntries(operations);
  }
  const components = {
    ...scanned.components,
    schemas: { ...schemas.schemas, ...JSON_SCHEMAS, Problem: PROBLEM_SCHEMA },
    responses: { Problem: PROBLEM_RESPONSE },
  };
  return { ...scanned, paths, components };
}
