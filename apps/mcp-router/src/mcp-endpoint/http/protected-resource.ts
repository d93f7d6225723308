/** RFC 9728: where a client learns which tokens open this door. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';
export const MCP_PATH = '/mcp';

export interface ProtectedResource {
  /** Of the endpoint itself, as clients know it: `https://mcp.example/mcp`. */
  readonly publicUrl: string;
  readonly authorizationServer: string | null;
}

export function toMetadata({ publicUrl, authorizationServer }: ProtectedResource): object {
  return {
    resource: publicUrl,
    ...(authorizationServer === null ? {} : { authorization_servers: [authorizationServer] }),
    bearer_methods_supported: ['header'],
    resource_name: 'Countersign',
  };
}

/** RFC 6750 and RFC 9728: what a 401 says. `problem` is absent where no token was sent at all. */
export function toChallenge({ publicUrl }: ProtectedResource, problem?: string): string {
  const { origin, pathname } = new URL(publicUrl);
  const metadata = `resource_metadata="${origin}${METADATA_PATH}${pathname.replace(/\/$/, '')}"`;
  if (problem === undefined) return `Bearer ${metadata}`;
  return `Bearer error="invalid_token", error_description="${problem.replaceAll(/["\\]/g, '')}", ${metadata}`;
}

/** The token of an `Authorization` header; undefined where there is none, or one of another kind. */
export function bearerTokenOf(header: string | undefined): string | undefined {
  return /^Bearer +([\w~+/.-]+=*)$/i.exec(header ?? '')?.[1];
}
