import { InvalidJsonError, parseStrictJson } from '@countersign/canonical-json';
import { DomainError } from '@countersign/contracts';
import { withRequestId } from '@countersign/messaging';
import { BODY_LIMIT_BYTES, currentRequestId, type HttpOptions } from '@countersign/service';
import type { NextFunction, Request, Response } from 'express';
import type { Config } from './config.js';
import { requestDoor } from './http/request-door.js';
import { securityHeaders } from './http/security-headers.js';
import { statusOf } from './http/status-of.js';
import { ApiDocument } from './openapi/api-document.view.js';

/** All of HTTP that is not a route. */
export function httpOptions({ http }: Config): HttpOptions {
  const { host, port, publicUrl } = http;
  return {
    host,
    port,
    before: [securityHeaders(publicUrl), requestDoor(http), carryRequestId],
    parseJson,
    statusOf,
    configure: (app) => {
      if (http.trustedProxies) app.set('trust proxy', [...http.trustedProxies]);
      app.get(ApiDocument).build(app);
    },
  };
}

/** What JSON.parse lets through (duplicate keys, `__proto__`, rounded numbers) would mean different things to different readers. */
function parseJson(text: string): unknown {
  try {
    return parseStrictJson(text, { maxBytes: BODY_LIMIT_BYTES });
  } catch (error) {
    // Plainly malformed stays what the caller of this answers by itself.
    if (!(error instanceof InvalidJsonError) || error.code === 'json.malformed') throw error;
    throw new DomainError(error.code, error.message, { pointer: error.pointer }, { cause: error });
  }
}

/** The id of the HTTP request goes with every request on the bus that it leads to. */
function carryRequestId(_request: Request, _response: Response, next: NextFunction): void {
  withRequestId(currentRequestId() ?? '', next);
}
