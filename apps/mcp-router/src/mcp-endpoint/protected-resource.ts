/** RFC 9728: where a client learns which tokens open this door. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';
export const MCP_PATH = '/mcp';

export interface ProtectedResource {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly authorizationServer: string | null;
}

export function toMetadata({ publicUrl, authorizationServer }: ProtectedResource): object {
  return {
    resource: `${publicUrl}${MCP_PATH}`,
    ...(authorizationServer === null ? {} : { authorization_servers: [authorizationServer] }),
    bearer_methods_supported: ['header'],
    resource_name: 'Countersign',
  };
}

/** RFC 6750 and RFC 9728: what a 401 says. `problem` is absent where no token was sent at all. */
export function toChallenge({ publicUrl }: ProtectedResource, problem?: string): string {
  const metadata = `resource_metadata="${publicUrl}${METADATA_PATH}"`;
  if (problem === undefined) return `Bearer ${metadata}`;
  return `Bearer error="invalid_token", error_description="${problem.replaceAll(/["\\]/g, '')}", ${metadata}`;
}

/** The token of an `Authorization` header; undefined where there is none, or one of another kind. */
export function bearerTokenOf(header: string | undefined): string | undefined {
  return /^Bearer +([\w~+/.-]+=*)$/i.exec(header ?? '')?.[1];
}
