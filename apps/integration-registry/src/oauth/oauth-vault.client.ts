import { type KeyWrapper, openSecret, type SealedSecret, sealSecret, type SecretContext } from '@countersign/tokens';
import type { IntegrationRef } from '../integrations/integration.repository.js';

/** What a seal is bound to. The purposes keep one kind of secret from being read as another. */
export interface OAuthKey extends IntegrationRef {
  readonly purpose: 'oauth-grant' | 'oauth-client-secret' | 'oauth-client' | 'oauth-pending';
  readonly version: number;
}

/** Closes what authorization servers gave and what they are asked with. As text, for a column. */
export class OAuthVault {
  constructor(private readonly wrapper: KeyWrapper) {}

  async seal(secret: unknown, key: OAuthKey): Promise<string> {
    return JSON.stringify(await sealSecret(this.wrapper, JSON.stringify(secret), toContext(key)));
  }

  /** @throws UnsealError when the row is another one's, an older one, or was changed */
  async open<T>(sealed: string, key: OAuthKey): Promise<T> {
    return JSON.parse(await openSecret(this.wrapper, JSON.parse(sealed) as SealedSecret, toContext(key))) as T;
  }
}

function toContext({ workspaceId, integrationId, version, purpose }: OAuthKey): SecretContext {
  return { workspace: workspaceId, integration: integrationId, version, purpose };
}
