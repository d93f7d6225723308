import {
  ConfigError,
  defineConfig,
  envPort,
  envSecret,
  envString,
  envUrl,
  optional,
  type ServiceConfig,
} from '@countersign/service';
import { type Jwks, KeyRing, mergeJwks, type SigningKey, toJwksOfKeys, toSigningKey } from '@countersign/tokens';
import type { OidcSettings } from './oidc/oidc-settings.js';
import { readOidcSettings } from './oidc/read-oidc-settings.js';

export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** Where people and clients reach this service; decides the cookie's `Secure` and the allowed origin. */
  readonly publicUrl: URL;
  /** `host[:port]`, lower case: what a request's Host may be. */
  readonly allowedHosts: readonly string[];
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustedProxies?: readonly string[];
}

export interface FirstAdmin {
  readonly email: string;
  readonly password: string;
}

export interface Config extends ServiceConfig {
  readonly nats: { readonly url: string; readonly user: 'admin-gateway'; readonly password: string };
  readonly database: { readonly appUrl: string; readonly systemUrl: string };
  readonly http: HttpConfig;
  readonly mcpPublicUrl: string;
  /** The folder of the built web UI; without one there is none. */
  readonly webRoot: string | undefined;
  readonly signingKey: SigningKey;
  /** What is accepted besides its own: keys of replicas that sign with another one while keys are rotated. */
  readonly otherKeys?: Jwks;
  /** Where those came from, and are read again; absent where they are in the environment itself. */
  readonly otherKeysFile?: string | undefined;
  readonly firstAdmin: FirstAdmin | undefined;
  /** Where people sign in without a password of here; absent: nowhere. */
  readonly oidc?: OidcSettings | undefined;
}

/** The token under which Nest provides the Config. */
export const CONFIG = Symbol('Config');

const HTTP_URL = { protocols: ['http:', 'https:'] } as const;
const HTTP_PORT_DEFAULT = 7_400;

export const readConfig = defineConfig(
  {
    natsUrl: envString('NATS_URL'),
    natsPassword: envSecret('NATS_PASSWORD'),
    appUrl: envSecret('DATABASE_APP_URL'),
    systemUrl: envSecret('DATABASE_SYSTEM_URL'),
    host: envString('HTTP_HOST', { default: '127.0.0.1' }),
    port: envPort('HTTP_PORT', { default: HTTP_PORT_DEFAULT }),
    publicUrl: envUrl('PUBLIC_URL', HTTP_URL),
    mcpPublicUrl: envUrl('MCP_PUBLIC_URL', HTTP_URL),
    webRoot: optional(envString('WEB_ROOT')),
    allowedHosts: optional(envString('HTTP_ALLOWED_HOSTS')),
    trustedProxies: optional(envString('HTTP_TRUSTED_PROXIES')),
    signingKey: envSecret('GATEWAY_SIGNING_KEY'),
    jwks: optional(envSecret('GATEWAY_JWKS')),
    jwksFile: optional(envString('GATEWAY_JWKS_FILE')),
    adminEmail: optional(envString('FIRST_ADMIN_EMAIL')),
    adminPassword: optional(envSecret('FIRST_ADMIN_PASSWORD')),
    oidcIssuer: optional(envUrl('OIDC_ISSUER', HTTP_URL)),
    oidcClientId: optional(envString('OIDC_CLIENT_ID')),
    oidcClientSecret: optional(envSecret('OIDC_CLIENT_SECRET')),
    oidcScopes: envString('OIDC_SCOPES', { default: 'openid email profile' }),
    oidcLabel: envString('OIDC_LABEL', { default: 'Sign in with your organization' }),
    oidcEmailDomains: optional(envString('OIDC_EMAIL_DOMAINS')),
    oidcNewPeopleRole: optional(envString('OIDC_NEW_PEOPLE_ROLE')),
    oidcGroupsClaim: envString('OIDC_GROUPS_CLAIM', { default: 'groups' }),
    oidcGroupRoles: optional(envString('OIDC_GROUP_ROLES')),
    egressAllow: optional(envString('EGRESS_ALLOW')),
  },
  (env): Omit<Config, keyof ServiceConfig> => {
    const publicUrl = new URL(env.publicUrl);
    return {
      nats: { url: env.natsUrl, user: 'admin-gateway', password: env.natsPassword },
      database: { appUrl: env.appUrl, systemUrl: env.systemUrl },
      http: {
        host: env.host,
        port: env.port,
        publicUrl,
        allowedHosts: allowedHosts(publicUrl, env.port, env.allowedHosts),
        trustedProxies: listed(env.trustedProxies),
      },
      mcpPublicUrl: env.mcpPublicUrl,
      webRoot: env.webRoot,
      signingKey: readSigningKey(env.signingKey),
      ...(env.jwks !== undefined && { otherKeys: explainedJwks(env.jwks) }),
      otherKeysFile: env.jwksFile,
      firstAdmin: readFirstAdmin(env.adminEmail, env.adminPassword),
      oidc: readOidcSettings({
        ...env,
        oidcEmailDomains: env.oidcEmailDomains ?? '',
        oidcGroupRoles: env.oidcGroupRoles ?? '',
      }),
    };
  },
);

/** The public name, the loopback names of the port, and what the operator adds. */
function allowedHosts(publicUrl: URL, port: number, more = ''): readonly string[] {
  const added = listed(more);
  const own = [publicUrl.host, `127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  return [...new Set([...own, ...added])];
}

function listed(text = ''): readonly string[] {
  const parts = text.split(',').map((part) => part.trim().toLowerCase());
  return parts.filter((part) => part !== '');
}

function readSigningKey(pem: string): SigningKey {
  try {
    return toSigningKey(pem);
  } catch (error) {
    throw new ConfigError([`GATEWAY_SIGNING_KEY: ${error instanceof Error ? error.message : 'cannot be read'}`]);
  }
}

/** The same public keys that routers are given. @throws SyntaxError, InvalidKeySetError */
export function readJwks(text: string): Jwks {
  return new KeyRing(JSON.parse(text) as Jwks).jwks;
}

function explainedJwks(text: string): Jwks {
  try {
    return readJwks(text);
  } catch (error) {
    // A parser's message quotes what it read, and what was given by mistake may be a secret.
    const reason = error instanceof SyntaxError || !(error instanceof Error) ? 'is not JSON' : error.message;
    throw new ConfigError([`GATEWAY_JWKS: ${reason}`]);
  }
}

/** Every key by which tokens of this installation are verified. */
export function verifyingKeys({ signingKey, otherKeys }: Pick<Config, 'signingKey' | 'otherKeys'>): Jwks {
  return mergeJwks([toJwksOfKeys([signingKey]), otherKeys ?? { keys: [] }]);
}

function readFirstAdmin(email: string | undefined, password: string | undefined): FirstAdmin | undefined {
  if (email === undefined && password === undefined) return undefined;
  if (email === undefined || password === undefined) {
    throw new ConfigError(['FIRST_ADMIN_EMAIL and FIRST_ADMIN_PASSWORD are given together or not at all']);
  }
  return { email, password };
}
