import type { Egress } from '@countersign/egress';
import { InvalidInputError } from '@countersign/contracts';
import type { OnApplicationShutdown } from '@nestjs/common';
import { allowInsecureRequests, customFetch, type CustomFetchOptions } from 'oauth4webapi';
import { ANSWER_BYTES_MAX } from './oauth-limits.js';
import { toOAuthError } from './to-oauth-error.js';

type Body = URLSearchParams | string | undefined;

/** Options of the library's requests: through the guard, bounded, without redirects. */
export interface GuardedOptions {
  readonly [customFetch]: (url: string, options: CustomFetchOptions<string, Body>) => Promise<Response>;
  /** The guard decides about plain http, host by host; the library knows only all or nothing. */
  readonly [allowInsecureRequests]: true;
  readonly signal: AbortSignal;
}

/** The way to authorization servers and to metadata. What is sent, and what an answer means, is for those who use it. */
export class AuthorizationServerClient implements OnApplicationShutdown {
  constructor(private readonly egress: Egress) {}

  /** Options for one request of the library; a signal bounds several together. */
  options(bound: number | AbortSignal): GuardedOptions {
    const signal = typeof bound === 'number' ? AbortSignal.timeout(bound) : bound;
    return {
      [customFetch]: (url, { body, ...rest }) => this.fetch(url, { ...rest, ...(body !== undefined && { body }) }),
      [allowInsecureRequests]: true,
      signal,
    };
  }

  fetch(url: string, init: RequestInit): Promise<Response> {
    return this.egress.fetch(url, { ...init, redirect: 'error', limits: { responseBytes: ANSWER_BYTES_MAX } });
  }

  /**
   * A URL that is kept for later, or that only a browser will open: what may not be connected to from here is no place to
   * send a person either.
   *
   * @throws EgressRefusedError, OAuthError
   */
  async assertOpenable(url: string): Promise<void> {
    await this.egress.assertUrlAllowed(url).catch((error: unknown) => {
      if (error instanceof InvalidInputError) throw error;
      throw toOAuthError(error);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.egress.close();
  }
}
