import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError, principalKey } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { Response } from 'express';
import { catchError, concatMap, from, mergeMap, type Observable, of, throwError } from 'rxjs';
import { requestOf } from '../access/access.guard.js';
import type { IdempotencyKeyEntity, KeyOfRequest } from './idempotency-key.entity.js';
import { IdempotencyKeyRepository } from './idempotency-key.repository.js';
import {
  BadIdempotencyKeyError,
  InProgressError,
  NotRepeatableError,
  OtherRequestError,
} from './idempotency.errors.js';
import { fingerprint } from './request-fingerprint.js';

const NOT_REPLAYED = 'countersign:not-replayed';
const KEY = /^[\x21-\x7e]{1,128}$/;
const WRITES = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
/** A longer answer is not kept; the repetition is refused instead of carried out again. */
const KEPT_BODY_LENGTH_MAX = 1_024 * 1_024;
/** Failures after which the request may have been carried out all the same. */
const UNKNOWN_OUTCOMES = new Set(['bus.timeout', 'bus.invalid_reply']);

/** The answer holds a secret: that it was given is kept, it itself is not. */
export const NotReplayed = (): MethodDecorator => SetMetadata(NOT_REPLAYED, true);

/** `Idempotency-Key` on a write in a workspace: a repetition gets the first one's answer, for a day. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
    private readonly keys: IdempotencyKeyRepository,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const request = requestOf(context);
    const given = request.get('idempotency-key');
    if (given === undefined || !request.principal || !WRITES.has(request.method)) return next.handle();
    if (!KEY.test(given)) throw new BadIdempotencyKeyError();
    const { workspaceId, actor } = request.principal;
    const key = { workspaceId, principal: principalKey(actor), key: given };
    const hash = fingerprint(request.method, request.originalUrl, request.body);
    const earlier = await this.database.transaction(workspaceId, (tx) => this.keys.claim(tx, key, hash));
    const response = context.switchToHttp().getResponse<Response>();
    if (earlier) return of(replay(earlier, hash, response));
    const keepsBody = this.reflector.get<boolean | undefined>(NOT_REPLAYED, context.getHandler()) !== true;
    return next.handle().pipe(
      concatMap((body) =>
        from(this.keep(key, response.statusCode, keepsBody ? body : undefined)).pipe(mergeMap(() => of(body))),
      ),
      catchError((error: unknown) => from(this.fail(key, error)).pipe(mergeMap(() => throwError(() => error)))),
    );
  }

  private async keep(key: KeyOfRequest, status: number, body: unknown): Promise<void> {
    const text = body === undefined ? null : JSON.stringify(body);
    const kept = text !== null && text.length <= KEPT_BODY_LENGTH_MAX ? text : null;
    await this.database.transaction(key.workspaceId, (tx) => this.keys.settle(tx, key, status, kept));
  }

  /** What was not carried out may be tried again under the same key. */
  private async fail(key: KeyOfRequest, error: unknown): Promise<void> {
    if (!(error instanceof DomainError) || UNKNOWN_OUTCOMES.has(error.code)) return;
    await this.database.transaction(key.workspaceId, (tx) => this.keys.release(tx, key));
  }
}

function replay(earlier: IdempotencyKeyEntity, hash: string, response: Response): unknown {
  const { requestHash, status, body } = earlier;
  if (requestHash !== hash) throw new OtherRequestError();
  if (status === null) throw new InProgressError();
  if (body === null && status !== 204) throw new NotRepeatableError();
  response.status(status).setHeader('idempotency-replayed', 'true');
  return body === null ? undefined : JSON.parse(body);
}
