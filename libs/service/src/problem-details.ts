import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DomainError, type InputProblem } from '@countersign/contracts';

/** RFC 9457, with our stable `code`, the id to find it in the logs, and the wrong parts of the input by JSON pointer. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly requestId?: string;
  readonly errors?: readonly InputProblem[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Where it happened. */
export interface ProblemPlace {
  /** The path without the query, which may hold a secret. */
  readonly instance: string;
  readonly requestId?: string | undefined;
}

type Failure = Pick<ProblemDetails, 'status' | 'code' | 'detail' | 'errors' | 'details'>;

/** What our own failures and those of the HTTP stack are called. */
const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  401: 'auth.required',
  403: 'scope.required',
  404: 'route.not_found',
  405: 'route.method_not_allowed',
  413: 'request.too_large',
  415: 'request.unsupported_media_type',
  422: 'request.invalid',
  429: 'rate.limited',
  503: 'service.unavailable',
};

export const UNEXPECTED_CODE = 'internal.unexpected';

/** Never holds a stack, nor the message of an error that is not meant for the caller. */
export function toProblemDetails(
  error: unknown,
  place: ProblemPlace,
  statusOf: (code: string) => number,
): ProblemDetails {
  const { status, code, detail, errors, details } = toFailure(error, statusOf);
  return {
    type: `urn:countersign:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    instance: place.instance,
    ...(place.requestId === undefined ? {} : { requestId: place.requestId }),
    ...(errors === undefined ? {} : { errors }),
    ...(details === undefined ? {} : { details }),
  };
}

function toFailure(error: unknown, statusOf: (code: string) => number): Failure {
  if (error instanceof DomainError) return ofDomainError(error, statusOf(error.code));
  if (error instanceof HttpException && error.getStatus() < 500) return ofHttpException(error);
  return { status: 500, code: UNEXPECTED_CODE, detail: 'Something failed here. The request id finds it in the logs.' };
}

function ofDomainError(error: DomainError, status: number): Failure {
  const { problems, ...details } = error.details;
  return {
    status,
    code: error.code,
    detail: error.message,
    ...(Array.isArray(problems) ? { errors: problems as InputProblem[] } : {}),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

function ofHttpException(error: HttpException): Failure {
  const status = error.getStatus();
  return { status, code: CODE_BY_STATUS[status] ?? `http.${status}`, detail: error.message };
}
