import type { NextFunction, Request, Response } from 'express';
import { HostRefusedError, OriginRefusedError } from '../access/access.errors.js';

export interface DoorOptions {
  readonly allowedHosts: readonly string[];
  readonly publicUrl: URL;
}

/** A probe calls by address; what it learns there is in no way secret. */
const PROBES = '/health/';

/**
 * Answers only under its own names: a page that had its name re-bound to this address is refused (DNS rebinding), and so
 * is a page of another origin.
 */
export function requestDoor({ allowedHosts, publicUrl }: DoorOptions) {
  const hosts = new Set(allowedHosts);
  const origins = new Set([publicUrl.origin, ...allowedHosts.map((host) => `http://${host}`)]);
  return (request: Request, _response: Response, next: NextFunction): void => {
    const { host, origin } = request.headers;
    if (request.path.startsWith(PROBES)) next();
    else if (host === undefined || !hosts.has(host.toLowerCase())) next(new HostRefusedError());
    else if (origin !== undefined && !origins.has(origin.toLowerCase())) next(new OriginRefusedError());
    else next();
  };
}
