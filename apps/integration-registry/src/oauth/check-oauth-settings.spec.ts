import { describe, expect, it } from '@jest/globals';
import type { OAuthSettings } from '@countersign/contracts';
import { checkOAuthSettings } from './check-oauth-settings.js';

function pointersOf(auth: 'oauth2' | 'client-credentials', settings: OAuthSettings): string[] {
  try {
    checkOAuthSettings(auth, settings);
    return [];
  } catch (error) {
    return (error as { problems: { pointer: string }[] }).problems.map(({ pointer }) => pointer);
  }
}

describe('settings of OAuth', () => {
  it('may be empty where a person authorizes', () => {
    expect(pointersOf('oauth2', {})).toEqual([]);
    expect(pointersOf('oauth2', { clientId: 'c', clientAuthMethod: 'none' })).toEqual([]);
    expect(pointersOf('oauth2', { clientId: 'c', clientSecret: 's' })).toEqual([]);
  });

  it.each<['oauth2' | 'client-credentials', OAuthSettings, string[]]>([
    ['oauth2', { clientSecret: 's' }, ['/oauth/clientId']],
    ['oauth2', { clientId: 'c', clientAuthMethod: 'client_secret_post' }, ['/oauth/clientSecret']],
    ['oauth2', { clientId: 'c', clientSecret: 's', clientAuthMethod: 'none' }, ['/oauth/clientSecret']],
    ['client-credentials', {}, ['/oauth/clientId', '/oauth/clientSecret']],
    ['client-credentials', { clientId: 'c' }, ['/oauth/clientSecret']],
    ['client-credentials', { clientId: 'c', clientSecret: 's', clientAuthMethod: 'none' }, ['/oauth/clientAuthMethod']],
  ])('for %s of %j are refused with a pointer', (auth, settings, pointers) => {
    expect(pointersOf(auth, settings)).toEqual(pointers);
  });
});
