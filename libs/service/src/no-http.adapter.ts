import { AbstractHttpAdapter } from '@nestjs/core';

const REFUSAL = 'a service without an HTTP side can serve no route';

/** What Express's application would be. A route or middleware that somebody declares anyway ends the start, instead of never being served. */
const NO_FRAMEWORK = new Proxy({}, { get: refuse });

/**
 * Instead of Express, for a service without an HTTP side: Express and what it needs are code that serves nothing. Nest's
 * bare microservice would do without too, but it stops listening before the shutdown hooks have run, and not after.
 */
export class NoHttpAdapter extends AbstractHttpAdapter {
  constructor() {
    super(NO_FRAMEWORK);
  }

  getType(): string {
    return 'none';
  }

  // What Nest calls of every application while it starts and ends: there is nothing to do.
  initHttpServer(): void {}
  setNotFoundHandler(): void {}
  setErrorHandler(): void {}
  close(): void {}

  // What only requests, or the set-up of an HTTP side, would need.
  registerParserMiddleware = refuse;
  enableCors = refuse;
  createMiddlewareFactory = refuse;
  applyVersionFilter = refuse;
  useStaticAssets = refuse;
  setViewEngine = refuse;
  getRequestHostname = refuse;
  getRequestMethod = refuse;
  getRequestUrl = refuse;
  isHeadersSent = refuse;
  getHeader = refuse;
  setHeader = refuse;
  appendHeader = refuse;
  status = refuse;
  reply = refuse;
  render = refuse;
  redirect = refuse;
  end = refuse;
}

function refuse(): never {
  throw new Error(REFUSAL);
}
