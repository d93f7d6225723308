import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { httpStatusOf } from '@countersign/contracts';
import type { Request, Response } from 'express';
import { toProblemDetails } from './problem-details.js';
import { currentRequestId } from './request-context.js';

/** Answers every failure of an HTTP request as `application/problem+json`. Unexpected ones are logged with their stack, and only there. */
@Catch()
export class ProblemDetailsFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly statusOf: (code: string) => number = httpStatusOf) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const instance = request.originalUrl.split('?')[0] ?? '/';
    const problem = toProblemDetails(error, { instance, requestId: currentRequestId() }, this.statusOf);
    if (problem.status >= 500) {
      this.logger.error('a request failed', { err: error, method: request.method, path: instance, code: problem.code });
    }
    // A stream that has begun cannot become a problem; cutting it is the only honest end.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const waitSeconds = problem.details?.['retryAfterSeconds'];
    if (typeof waitSeconds === 'number') response.setHeader('retry-after', String(waitSeconds));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
