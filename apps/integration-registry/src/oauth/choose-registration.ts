import type { ClientAuthMethod, ClientRegistration } from '@countersign/contracts';
import type { AuthorizationServer } from 'oauth4webapi';

export interface RegistrationMeans {
  /** Of a client that a person registered by hand. */
  readonly clientId: string | null;
  /** Where Countersign describes itself as a client, if authorization servers can read it there. */
  readonly clientMetadataUrl: string | null;
}

/** In the order of the specification; null: a person has to register a client and enter it. */
export function chooseRegistration(
  server: AuthorizationServer,
  { clientId, clientMetadataUrl }: RegistrationMeans,
): ClientRegistration | null {
  if (clientId !== null) return 'pre-registered';
  const readsDocuments = server['client_id_metadata_document_supported'] === true;
  if (readsDocuments && clientMetadataUrl !== null && isPublicHttps(clientMetadataUrl)) {
    return 'client-metadata-document';
  }
  return server.registration_endpoint ? 'dynamic' : null;
}

/** A client id that is a URL must be https and have a path. */
function isPublicHttps(url: string): boolean {
  const { protocol, pathname } = new URL(url);
  return protocol === 'https:' && pathname !== '/';
}

/** What a server that does not say supports (RFC 8414 §2). */
const METHODS_DEFAULT = ['client_secret_basic'];
const METHODS_WITH_SECRET: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post'];

/**
 * How a client proves who it is at the token endpoint: as a person or the server said, else the best that both know. A
 * server that lists no way with a secret is still given the secret: it may know no other name for it.
 */
export function chooseClientAuth(
  server: AuthorizationServer,
  { hasSecret, wanted }: { readonly hasSecret: boolean; readonly wanted: string | null },
): ClientAuthMethod {
  if (!hasSecret) return 'none';
  const known = METHODS_WITH_SECRET.find((method) => method === wanted);
  if (known !== undefined) return known;
  const supported = server.token_endpoint_auth_methods_supported ?? METHODS_DEFAULT;
  return METHODS_WITH_SECRET.find((method) => supported.includes(method)) ?? 'client_secret_basic';
}

/** What a client that registers itself asks to be: with a secret where the server knows how. */
export function chooseRegisteredAuth(server: AuthorizationServer): ClientAuthMethod {
  const supported = server.token_endpoint_auth_methods_supported ?? METHODS_DEFAULT;
  return METHODS_WITH_SECRET.find((method) => supported.includes(method)) ?? 'none';
}
