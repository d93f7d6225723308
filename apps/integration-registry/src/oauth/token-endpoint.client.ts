import { Injectable } from '@nestjs/common';
import {
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  clientCredentialsGrantRequest,
  ClientSecretPost,
  None,
  processAuthorizationCodeResponse,
  processClientCredentialsResponse,
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { AuthorizationServerClient } from './authorization-server.client.js';
import { type Grant, type OAuthClient, toMetadata, type Tokens, type TokenServer } from './grant.js';
import { TokenRefusedError } from './oauth.errors.js';
import { REVOKE_MS_MAX, TOKEN_REQUEST_MS_MAX } from './oauth-limits.js';
import { readTokens } from './read-tokens.js';
import { toTokenError } from './to-oauth-error.js';

/** Who asks whom, and what the tokens are to be for. */
export interface TokenRequest {
  readonly server: TokenServer;
  readonly client: OAuthClient;
  readonly resource: string;
}

/** What the browser came back with, and what it left with. */
export interface CodeAnswer {
  /** Of checkAnswer. */
  readonly checked: URLSearchParams;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** Gets tokens and takes them back. Every request is one attempt; who may repeat it knows why. */
@Injectable()
export class TokenEndpointClient {
  constructor(private readonly servers: AuthorizationServerClient) {}

  /** @throws OAuthError, TokenRefusedError, EgressRefusedError */
  async exchangeCode({ server, client, resource }: TokenRequest, answer: CodeAnswer): Promise<Tokens> {
    const [metadata, self] = [toMetadata(server), toSelf(client)];
    const options = { ...this.options(), additionalParameters: { resource } };
    return this.tokens(async () => {
      const args = [toClientAuth(client), answer.checked, answer.redirectUri, answer.codeVerifier, options] as const;
      const response = await authorizationCodeGrantRequest(metadata, self, ...args);
      return processAuthorizationCodeResponse(metadata, self, response);
    });
  }

  /** @throws OAuthError, TokenRefusedError, EgressRefusedError */
  async refresh({ server, client, resource, refreshToken }: Grant): Promise<Tokens> {
    if (refreshToken === null) throw new Error('a grant without a refresh token cannot be refreshed');
    const [metadata, self] = [toMetadata(server), toSelf(client)];
    const options = { ...this.options(), additionalParameters: { resource } };
    return this.tokens(async () => {
      const response = await refreshTokenGrantRequest(metadata, self, toClientAuth(client), refreshToken, options);
      return processRefreshTokenResponse(metadata, self, response);
    });
  }

  /**
   * Also for `more` scopes, where the server knows them: without them, in the same time, where it does not.
   *
   * @throws OAuthError, TokenRefusedError, EgressRefusedError
   */
  async askForOwn(
    { server, client, resource }: TokenRequest,
    scopes: readonly string[],
    more: readonly string[] = [],
  ): Promise<Tokens> {
    const [metadata, self, options] = [toMetadata(server), toSelf(client), this.options()];
    const ask = (wanted: readonly string[]) =>
      this.tokens(async () => {
        const parameters = { resource, ...(wanted.length > 0 && { scope: wanted.join(' ') }) };
        const auth = toClientAuth(client);
        const response = await clientCredentialsGrantRequest(metadata, self, auth, parameters, options);
        return processClientCredentialsResponse(metadata, self, response);
      });
    if (more.length === 0) return ask(scopes);
    return ask([...new Set([...scopes, ...more])]).catch((error: unknown) => {
      if (error instanceof TokenRefusedError && error.reason === 'invalid_scope') return ask(scopes);
      throw error;
    });
  }

  /** With the refresh token, the server ends the access tokens that came of it (RFC 7009 §2.1). Throws what refresh throws. */
  async revoke({ server, client, accessToken, refreshToken }: Grant): Promise<void> {
    if (server.revocationEndpoint === null) return;
    const [metadata, self] = [toMetadata(server), toSelf(client)];
    const options = this.servers.options(REVOKE_MS_MAX);
    try {
      const token = refreshToken ?? accessToken;
      await processRevocationResponse(await revocationRequest(metadata, self, toClientAuth(client), token, options));
    } catch (error) {
      throw await toTokenError(error);
    }
  }

  private options() {
    return this.servers.options(TOKEN_REQUEST_MS_MAX);
  }

  private async tokens(ask: () => Promise<TokenEndpointResponse>): Promise<Tokens> {
    try {
      return readTokens(await ask());
    } catch (error) {
      throw await toTokenError(error);
    }
  }
}

function toSelf({ clientId }: OAuthClient): Client {
  return { client_id: clientId };
}

function toClientAuth({ authMethod, clientSecret }: OAuthClient): ClientAuth {
  if (authMethod === 'none' || clientSecret === null) return None();
  return authMethod === 'client_secret_post' ? ClientSecretPost(clientSecret) : toBasic(clientSecret);
}

/**
 * RFC 6749 §2.3.1 as URLs are encoded, which leaves hyphens and dots as they are. The library encodes these too, and servers
 * that do not decode, of which there are many, then do not know a client whose id is a UUID.
 */
function toBasic(clientSecret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const credentials = [client.client_id, clientSecret].map(toFormValue).join(':');
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  };
}

function toFormValue(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice('='.length);
}
