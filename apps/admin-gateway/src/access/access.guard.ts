import { timingSafeEqual } from 'node:crypto';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { assertNever, type Scope } from '@countersign/contracts';
import type { Request, Response } from 'express';
import { type Access, describeRoute } from '../http/rest-shape.js';
import { AuthRequiredError, CsrfTokenError, PersonRequiredError, ScopeRequiredError } from './access.errors.js';
import { Authenticator } from './authenticator.client.js';
import { isUnattended } from './is-unattended.js';
import type { Identity, Principal, Writer } from './principal.js';
import { RateLimits } from './rate-limits.guard.js';
import { CLIENT_HEADER, wayOf } from './way-of.js';
import { WorkspaceDoor } from './workspace-door.client.js';

export const ACCESS_METADATA = 'countersign:access';
const COUNTED_METADATA = 'countersign:counted-as-write';
export const CSRF_HEADER = 'x-csrf-token';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** No principal at all: health, sign-in, metadata, the documentation. A test keeps the list. */
export const Public = (): MethodDecorator => declared({ kind: 'public' });
/** Beside `Public`, of a GET that leaves something behind or is dear: counted per address as a write is. */
export const CountedAsWrite = (): MethodDecorator => SetMetadata(COUNTED_METADATA, true);
/** Any principal; under a workspace, any member or token of it. */
export const Authenticated = (): MethodDecorator => declared({ kind: 'authenticated' });
/** A person in a browser, and no token: what it makes must not outlive or outdo the token. */
export const PeopleOnly = (): MethodDecorator => declared({ kind: 'person' });
export const RequiresScope = (scope: Scope): MethodDecorator => declared({ kind: 'scope', scope });

function declared(access: Access): MethodDecorator {
  return (target, key, descriptor) => {
    describeRoute(target, key, { access });
    SetMetadata(ACCESS_METADATA, access)(target, key, descriptor);
  };
}

interface GuardedRequest extends Request {
  identity?: Identity;
  principal?: Principal;
}

export function requestOf(context: ExecutionContext): GuardedRequest {
  return context.switchToHttp().getRequest<GuardedRequest>();
}

export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = requestOf(context);
  if (!identity) throw new AuthRequiredError();
  return identity;
});

/** Who acts in the workspace of the path. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = requestOf(context);
  if (!principal) throw new AuthRequiredError();
  return principal;
});

/** Who changes something there, and on which way; the route says with `TakesHeader` what that is read from. */
export const CurrentWriter = createParamDecorator((_: unknown, context: ExecutionContext): Writer => {
  const { principal, headers } = requestOf(context);
  if (!principal) throw new AuthRequiredError();
  const { workspaceId, actor } = principal;
  return { workspaceId, actor, way: wayOf(actor, headers[CLIENT_HEADER]) };
});

/** For what only some bodies of a route need. */
export function assertScope({ scopes }: Principal, scope: Scope): void {
  if (!scopes.has(scope)) throw new ScopeRequiredError(scope);
}

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly door: WorkspaceDoor,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS_METADATA, context.getHandler());
    if (access === undefined) throw new Error('a route does not say who may use it');
    const request = requestOf(context);
    const response = context.switchToHttp().getResponse<Response>();
    if (access.kind === 'public') {
      const isCounted = this.reflector.get<boolean | undefined>(COUNTED_METADATA, context.getHandler()) === true;
      if (isCounted || !SAFE_METHODS.has(request.method)) this.limits.ofOpenWrite(request, response);
      return true;
    }
    const identity = await this.authenticate(request, response);
    assertNotForged(request, identity);
    request.identity = identity;
    const workspaceRef = request.params['workspaceId'];
    if (typeof workspaceRef === 'string') request.principal = await this.door.enter(identity, workspaceRef);
    return isAllowed(access, identity, request.principal);
  }

  private async authenticate(request: Request, response: Response): Promise<Identity> {
    const identity = await this.find(request).catch((error: unknown) => {
      this.limits.ofRefused(request, response);
      throw error;
    });
    this.limits.ofPrincipal(identity, response);
    return identity;
  }

  private find(request: Request): Promise<Identity> {
    return isUnattended(request) ? this.authenticator.recognize(request) : this.authenticator.authenticate(request);
  }
}

function isAllowed(
  access: Exclude<Access, { kind: 'public' }>,
  identity: Identity,
  principal: Principal | undefined,
): boolean {
  switch (access.kind) {
    case 'authenticated':
      return true;
    case 'person':
      if (identity.kind !== 'user') throw new PersonRequiredError();
      return true;
    case 'scope':
      if (!principal?.scopes.has(access.scope)) throw new ScopeRequiredError(access.scope);
      return true;
    default:
      return assertNever(access);
  }
}

function assertNotForged(request: Request, { csrfToken }: Identity): void {
  if (csrfToken === null || SAFE_METHODS.has(request.method)) return;
  const given = Buffer.from(request.get(CSRF_HEADER) ?? '');
  const wanted = Buffer.from(csrfToken);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new CsrfTokenError();
}
