import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ApiDocumentObject } from './api-document.view.js';

export interface SeenAnswer {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** What the text says, of JSON. */
  readonly body: unknown;
}

interface DeclaredAnswer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DeclaredAnswer>>;
}

interface Schema {
  readonly properties?: object;
  readonly additionalProperties?: false;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, DeclaredAnswer>>;
  };
}

const DOCUMENT_ID = 'api';
/** What has no operation there is no route. */
const API = /^\/(api\/v1|health)\//;
const FIRST_PROBLEM = 400;
const PROBLEM: DeclaredAnswer = { $ref: '#/components/responses/Problem' };
const JSON_TYPE = /[/+]json$/;

const FORMATS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  uri: (text: string) => URL.canParse(text),
};

let check: AnswerCheck | undefined;

/** From now on, what the test client is answered has to be as the document says. */
export function holdAnswersTo(document: ApiDocumentObject): void {
  check ??= new AnswerCheck(document as unknown as Document);
}

/** @throws for an answer that the document does not have */
export function assertDeclared(answer: SeenAnswer): void {
  if (!check) throw new Error('no gateway was started that has a document');
  const problem = check.problemOf(answer);
  if (problem === undefined) return;
  const { method, path, status, contentType, text } = answer;
  throw new Error(`${method} ${path} answered ${status} ${contentType}: ${problem}\n${text.slice(0, 2000)}`);
}

class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  private readonly templates: readonly (readonly [RegExp, string])[];
  private readonly validators = new Map<object, ValidateFunction>();

  constructor(private readonly document: Document) {
    const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [name, closed(schema)]);
    this.ajv.addSchema({ $id: DOCUMENT_ID, components: { schemas: Object.fromEntries(schemas) as object } });
    this.templates = Object.keys(document.paths)
      // A word of a path is no parameter of another one.
      .sort((a, b) => countOf(a, '{') - countOf(b, '{'))
      .map((template) => [
        new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
        template,
      ]);
  }

  problemOf(answer: SeenAnswer): string | undefined {
    const path = answer.path.split('?')[0] ?? '';
    const operation = this.operationOf(answer.method, path);
    if (!operation && !API.test(path)) return undefined;
    const declared = operation ? declaredOf(operation, answer.status) : answer.status >= FIRST_PROBLEM && PROBLEM;
    if (!declared) return operation ? 'the status is not declared' : 'there is no such operation';
    return this.bodyProblemOf(this.resolved(declared), answer);
  }

  private operationOf(method: string, path: string): Operation | undefined {
    const [, template = ''] = this.templates.find(([pattern]) => pattern.test(path)) ?? [];
    return this.document.paths[template]?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
  }

  private resolved(declared: DeclaredAnswer): DeclaredAnswer {
    const name = declared.$ref?.split('/').at(-1);
    return name === undefined ? declared : (this.document.components.responses[name] ?? {});
  }

  private bodyProblemOf({ content }: DeclaredAnswer, answer: SeenAnswer): string | undefined {
    if (answer.method === 'HEAD') return undefined;
    if (!content) return answer.text === '' ? undefined : 'a body is not declared';
    const type = answer.contentType.split(';')[0] ?? '';
    const schema = content[type]?.schema;
    if (!schema) return `only ${Object.keys(content).join(', ')} is declared`;
    if (!JSON_TYPE.test(type)) return undefined;
    const validate = this.validatorOf(schema);
    return validate(answer.body) ? undefined : this.ajv.errorsText(validate.errors);
  }

  private validatorOf(schema: object): ValidateFunction {
    const known = this.validators.get(schema);
    if (known) return known;
    const compiled = this.ajv.compile(absolute(schema));
    this.validators.set(schema, compiled);
    return compiled;
  }
}

function declaredOf({ responses }: Operation, status: number): DeclaredAnswer | undefined {
  return responses[status] ?? (status >= FIRST_PROBLEM ? responses['default'] : undefined);
}

/** A field that the document does not name is one that nobody can rely on. */
function closed(schema: Schema): Schema {
  return schema.properties ? { ...schema, additionalProperties: false } : schema;
}

function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${DOCUMENT_ID}#/`)) as object;
}

function countOf(text: string, part: string): number {
  return text.split(part).length;
}
