import type { ClientAuthMethod } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import {
  type AuthorizationServer,
  dynamicClientRegistrationRequest,
  processDynamicClientRegistrationResponse,
} from 'oauth4webapi';
import { AuthorizationServerClient } from './authorization-server.client.js';
import { chooseClientAuth, chooseRegisteredAuth } from './choose-registration.js';
import { OAuthError } from './oauth.errors.js';
import { START_MS_MAX } from './oauth-limits.js';
import { toTokenError } from './to-oauth-error.js';
import { TokenRefusedError } from './oauth.errors.js';

/** What a server made of Countersign. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly authMethod: ClientAuthMethod;
  /** Null: it does not end. */
  readonly secretExpiresAt: Date | null;
}

const CLIENT_NAME = 'Countersign';
/** RFC 6749 appendix A.1: both are printable ASCII; as long as a contract may hold. */
const CLIENT_TEXT = /^[\x20-\x7e]{1,2048}$/;
const MS_PER_SECOND = 1_000;

/** Makes Countersign a client of an authorization server (RFC 7591). */
@Injectable()
export class ClientRegistrationClient {
  constructor(private readonly servers: AuthorizationServerClient) {}

  /**
   * It names no scopes: one client serves all integrations of the workspace there, and may need more of them later.
   *
   * @throws OAuthError, EgressRefusedError
   */
  async register(metadata: AuthorizationServer, redirectUri: string): Promise<RegisteredClient> {
    const wanted = chooseRegisteredAuth(metadata);
    const asked = {
      client_name: CLIENT_NAME,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      application_type: isLoopback(redirectUri) ? 'native' : 'web',
      token_endpoint_auth_method: wanted,
    };
    try {
      const options = this.servers.options(START_MS_MAX);
      const response = await dynamicClientRegistrationRequest(metadata, asked, options);
      const answer = await processDynamicClientRegistrationResponse(await toStrict(response));
      return readClient(metadata, answer, wanted);
    } catch (error) {
      const known = await toTokenError(error);
      throw known instanceof TokenRefusedError ? new OAuthError('oauth.registration_refused') : known;
    }
  }
}

const OK = 200;
const CREATED = 201;

/** Servers in use answer 200 where RFC 7591 says 201, and leave out when a secret ends, which means that it does not. */
async function toStrict(response: Response): Promise<Response> {
  if (response.status !== OK && response.status !== CREATED) return response;
  const text = await response.text();
  return new Response(withExpiry(text), { status: CREATED, headers: response.headers });
}

function withExpiry(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) ? JSON.stringify({ client_secret_expires_at: 0, ...answer }) : text;
  } catch {
    // The library says what is wrong with it.
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readClient(
  metadata: AuthorizationServer,
  answer: Awaited<ReturnType<typeof processDynamicClientRegistrationResponse>>,
  wanted: ClientAuthMethod,
): RegisteredClient {
  const { client_id: clientId, client_secret: secret, client_secret_expires_at: ends } = answer;
  const clientSecret = typeof secret === 'string' ? secret : null;
  if (![clientId, clientSecret ?? clientId].every((text) => CLIENT_TEXT.test(text))) {
    throw new OAuthError('oauth.registration_refused', 'it answered with an id or secret that cannot be sent');
  }
  const given = answer['token_endpoint_auth_method'];
  const authMethod = chooseClientAuth(metadata, {
    hasSecret: clientSecret !== null && given !== 'none',
    wanted: typeof given === 'string' ? given : wanted,
  });
  const hasEnd = clientSecret !== null && typeof ends === 'number' && ends > 0;
  return { clientId, clientSecret, authMethod, secretExpiresAt: hasEnd ? toDate(ends) : null };
}

/** The last moment that a Date can hold. */
const TIME_MAX = 8_640_000_000_000_000;

function toDate(seconds: number): Date {
  return new Date(Math.min(seconds * MS_PER_SECOND, TIME_MAX));
}

/** A loopback address is that of a program on the person's own machine (RFC 8252), which web clients may not use. */
function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || hostname.startsWith('127.')
  );
}
