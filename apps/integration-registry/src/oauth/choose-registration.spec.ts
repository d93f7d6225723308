import { describe, expect, it } from '@jest/globals';
import { chooseClientAuth, chooseRegisteredAuth, chooseRegistration } from './choose-registration.js';

const issuer = 'https://login.example';
const everything = {
  issuer,
  registration_endpoint: `${issuer}/register`,
  client_id_metadata_document_supported: true,
};
const clientMetadataUrl = 'https://countersign.example/oauth/client.json';

describe('the registration of a client', () => {
  it('is the one that a person made, before all others', () => {
    expect(chooseRegistration(everything, { clientId: 'x', clientMetadataUrl })).toBe('pre-registered');
  });

  it('is the document where the server reads documents and can read this one', () => {
    expect(chooseRegistration(everything, { clientId: null, clientMetadataUrl })).toBe('client-metadata-document');
    for (const url of [null, 'http://countersign.example/oauth/client.json', 'https://countersign.example/']) {
      expect(chooseRegistration(everything, { clientId: null, clientMetadataUrl: url })).toBe('dynamic');
    }
  });

  it('is left to a person where the server offers none', () => {
    expect(chooseRegistration({ issuer }, { clientId: null, clientMetadataUrl })).toBeNull();
  });
});

describe('the authentication of a client', () => {
  it('is as wanted, else the best that the server knows', () => {
    const server = { issuer, token_endpoint_auth_methods_supported: ['client_secret_post', 'none'] };
    expect(chooseClientAuth(server, { hasSecret: true, wanted: 'client_secret_basic' })).toBe('client_secret_basic');
    expect(chooseClientAuth(server, { hasSecret: true, wanted: null })).toBe('client_secret_post');
    expect(chooseClientAuth(server, { hasSecret: true, wanted: 'private_key_jwt' })).toBe('client_secret_post');
    expect(chooseClientAuth({ issuer }, { hasSecret: true, wanted: null })).toBe('client_secret_basic');
  });

  it('is none without a secret, whatever is wanted', () => {
    expect(chooseClientAuth({ issuer }, { hasSecret: false, wanted: 'client_secret_post' })).toBe('none');
  });

  it('is asked for with a secret where the server knows how', () => {
    expect(chooseRegisteredAuth({ issuer })).toBe('client_secret_basic');
    const isPublic = { issuer, token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'] };
    expect(chooseRegisteredAuth(isPublic)).toBe('none');
  });
});
