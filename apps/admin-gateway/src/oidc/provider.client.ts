import { createEgress, type Egress } from '@countersign/egress';
import type { OnApplicationShutdown } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  type Configuration,
  customFetch,
  type CustomFetchOptions,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import type { LoginSecrets } from './login-secrets.js';
import { OidcError } from './oidc.errors.js';
import type { OidcSettings } from './oidc-settings.js';
import { type ProvenPerson, toProvenPerson } from './to-proven-person.js';

/** Metadata and keys change rarely; an hour later a change is known without a restart. */
const METADATA_KEPT_MS = 3_600_000;
/** Of one request to the provider: a person waits before it. */
const TIMEOUT_SECONDS = 10;
/** Metadata, keys and tokens are some kilobytes. */
const ANSWER_BYTES_MAX = 1_024 * 1_024;

/** The provider that people sign in at. Every request goes through the guard, also to what its metadata names. */
export class ProviderClient implements OnApplicationShutdown {
  private readonly egress: Egress;
  private known: { readonly configuration: Promise<Configuration>; readonly until: number } | undefined;

  constructor(
    private readonly settings: OidcSettings,
    private readonly redirectUri: string,
  ) {
    this.egress = createEgress({ allow: settings.allow });
  }

  /** Where a browser goes to sign in. @throws OidcError */
  async authorizationUrl({ state, nonce, challenge }: LoginSecrets): Promise<string> {
    const parameters = { redirect_uri: this.redirectUri, scope: this.settings.scope, state, nonce };
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    return buildAuthorizationUrl(await this.configuration(), { ...parameters, ...pkce }).href;
  }

  /** Whom the provider names in its answer, which came to `callbackUrl`. @throws OidcError */
  async prove(callbackUrl: URL, { state, nonce, verifier }: LoginSecrets): Promise<ProvenPerson> {
    const configuration = await this.configuration();
    try {
      const tokens = await authorizationCodeGrant(configuration, callbackUrl, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new OidcError('bad_answer');
      const { email } = claims;
      const more = email === undefined ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
      return toProvenPerson({ ...more, ...claims }, this.settings.groupsClaim);
    } catch (cause) {
      if (cause instanceof OidcError) throw cause;
      throw new OidcError(cause instanceof AuthorizationResponseError ? 'denied' : 'bad_answer', { cause });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.egress.close();
  }

  private configuration(): Promise<Configuration> {
    if (this.known !== undefined && this.known.until > performance.now()) return this.known.configuration;
    const configuration = this.discover();
    this.known = { configuration, until: performance.now() + METADATA_KEPT_MS };
    // What failed is asked for again the next time.
    configuration.catch(() => (this.known = undefined));
    return configuration;
  }

  private async discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    try {
      return await discovery(new URL(issuer), clientId, clientSecret, undefined, {
        [customFetch]: (url, options) => this.fetch(url, options),
        timeout: TIMEOUT_SECONDS,
        // The guard decides about plain http, host by host; the library knows only all or nothing. The second one has the
        // signature of the ID token checked, although it comes straight from the provider.
        execute: [allowInsecureRequests, enableNonRepudiationChecks],
      });
    } catch (cause) {
      throw new OidcError('unreachable', { cause });
    }
  }

  private fetch(url: string, { body, ...options }: CustomFetchOptions): Promise<Response> {
    const init = { ...options, ...(body !== undefined && body !== null && { body }) };
    return this.egress.fetch(url, { ...init, redirect: 'error', limits: { responseBytes: ANSWER_BYTES_MAX } });
  }
}
