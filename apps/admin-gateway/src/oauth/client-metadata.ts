import { callbackUrl, clientMetadataUrl } from './oauth-urls.js';

/**
 * The client id metadata document (draft-ietf-oauth-client-id-metadata-document): an authorization server that has never
 * heard of this installation reads here who asks. Public by nature; it holds no secret and needs none.
 */
export function toClientMetadata(publicUrl: URL) {
  return {
    client_id: clientMetadataUrl(publicUrl),
    client_name: 'Countersign',
    client_uri: publicUrl.origin,
    redirect_uris: [callbackUrl(publicUrl)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  } as const;
}
