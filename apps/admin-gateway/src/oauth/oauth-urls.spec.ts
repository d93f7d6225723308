import { describe, expect, it } from '@jest/globals';
import { toClientMetadata } from './client-metadata.js';
import { isWebUrl, startUrl } from './oauth-urls.js';

describe('the addresses of an authorization', () => {
  it('are of the public address, and the client id is the address of its document', () => {
    const metadata = toClientMetadata(new URL('https://countersign.example.com'));
    expect(metadata).toEqual({
      client_id: 'https://countersign.example.com/oauth/client.json',
      client_name: 'Countersign',
      client_uri: 'https://countersign.example.com',
      redirect_uris: ['https://countersign.example.com/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    });
    expect(startUrl(new URL('http://127.0.0.1:7400'), 'w', 'i&x=1')).toBe(
      'http://127.0.0.1:7400/oauth/start?workspace=w&integration=i%26x%3D1',
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'ms-settings:x', '//x', '', 'x'])(
    'are never %j',
    (url) => {
      expect(isWebUrl(url)).toBe(false);
    },
  );
});
