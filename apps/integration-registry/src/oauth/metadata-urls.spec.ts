import { describe, expect, it } from '@jest/globals';
import { resourceMetadataUrls, serverMetadataUrls } from './metadata-urls.js';

describe('the metadata of a protected server', () => {
  it('is looked for with its path inserted, then at the root', () => {
    expect(resourceMetadataUrls('https://a.example/public/mcp/')).toEqual([
      'https://a.example/.well-known/oauth-protected-resource/public/mcp',
      'https://a.example/.well-known/oauth-protected-resource',
    ]);
  });

  it('is looked for once where there is no path', () => {
    expect(resourceMetadataUrls('https://a.example')).toEqual([
      'https://a.example/.well-known/oauth-protected-resource',
    ]);
  });
});

describe('the metadata of an authorization server', () => {
  it('is looked for in three places where the issuer has a path', () => {
    expect(serverMetadataUrls('https://a.example/tenant1')).toEqual([
      'https://a.example/.well-known/oauth-authorization-server/tenant1',
      'https://a.example/.well-known/openid-configuration/tenant1',
      'https://a.example/tenant1/.well-known/openid-configuration',
    ]);
  });

  it('is looked for in two places where it has none', () => {
    expect(serverMetadataUrls('https://a.example')).toEqual([
      'https://a.example/.well-known/oauth-authorization-server',
      'https://a.example/.well-known/openid-configuration',
    ]);
  });
});
