import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { DomainError, httpStatusOf } from '@countersign/contracts';
import { ProblemDetailsFilter } from './problem-details.filter.js';
import { withRequestId } from './request-context.js';

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  /** Called before the application is initialised: global prefix, guards, pipes, static files. */
  readonly configure?: (app: NestExpressApplication) => void | Promise<void>;
  /** How JSON bodies are read, for a service that must refuse what JSON.parse lets through. A DomainError it throws is answered as such. */
  readonly parseJson?: (text: string) => unknown;
  /** In order, before a body is read: what refuses a request by its headers, and what every answer carries. */
  readonly before?: readonly RequestHandler[];
  readonly bodyLimitBytes?: number;
  readonly statusOf?: (code: string) => number;
}

/** The limit of security.md for every body that is read into memory. */
export const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** Node's 5 s closes pooled connections under their client's hands; load balancers keep theirs for 60 s. */
export const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Longer ids would be a way to fill logs. */
const REQUEST_ID_PATTERN = /^[\w.:-]{1,128}$/;
export const REQUEST_ID_HEADER = 'x-request-id';

const JSON_TYPES = ['application/json', 'application/*+json'];

/** Request ids first, so that whatever fails after has one; then bodies; then the filter for all that can fail. */
export async function configureHttp(app: NestExpressApplication, options: HttpOptions): Promise<void> {
  app.disable('x-powered-by');
  app.use(assignRequestId);
  for (const handler of options.before ?? []) app.use(handler);
  app.useBodyParser('raw', { type: JSON_TYPES, limit: options.bodyLimitBytes ?? BODY_LIMIT_BYTES });
  app.use(jsonBody(options.parseJson ?? ((text) => JSON.parse(text) as unknown)));
  app.useGlobalFilters(new ProblemDetailsFilter(options.statusOf ?? httpStatusOf));
  await options.configure?.(app);
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
}

function assignRequestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(REQUEST_ID_HEADER);
  const requestId = given !== undefined && REQUEST_ID_PATTERN.test(given) ? given : randomUUID();
  response.setHeader(REQUEST_ID_HEADER, requestId);
  withRequestId(requestId, next);
}

/** Turns the bytes that the raw parser has read into the body; a body of another type stays undefined. */
function jsonBody(parseJson: (text: string) => unknown) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const bytes: unknown = request.body;
    if (!Buffer.isBuffer(bytes)) return next();
    try {
      request.body = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch (error) {
      return next(error instanceof DomainError ? error : new MalformedBodyError(error));
    }
    next();
  };
}

/** The body is not JSON. The parser's message is kept back: it quotes the body. */
export class MalformedBodyError extends DomainError {
  constructor(cause: unknown) {
    super('request.malformed', 'The body is not valid JSON.', {}, { cause });
  }
}
