import { SERVICES } from '@countersign/contracts';
import { ALL_CONTRACTS, type BusContracts } from '../bus-contracts.js';
import { SERVER_PAYLOAD_BYTES_MAX } from '../limits.js';
import { BOOTSTRAP_USER, type BusUser, inboxPrefixOf } from '../names.js';
import { type Permissions, permissionsOf } from './permissions.js';

export interface NatsServerConfigOptions {
  /** In clear: the file must be readable by the server alone (mode 0600). Generated, at least 16 of `A-Za-z0-9_-`. */
  readonly users: Readonly<Record<BusUser, string>>;
  readonly port: number;
  readonly storeDir: string;
  readonly host?: string;
  readonly tls?: { readonly certFile: string; readonly keyFile: string; readonly caFile?: string };
  readonly contracts?: BusContracts;
}

/** An answer may take as long as the slowest contract; afterwards the right to give it ends. */
const RESPONSE_EXPIRY_MARGIN_MS = 30_000;

/** nats-server takes a password that starts with `$2a$` for a hash, and quotes could end the string. */
const PASSWORD = /^[A-Za-z0-9_-]{16,}$/;

/** The text of a nats-server.conf with JetStream on disk and one user per service, each with its exact permissions. */
export function natsServerConfig(options: NatsServerConfigOptions): string {
  const contracts = options.contracts ?? ALL_CONTRACTS;
  const slowestMs = Math.max(0, ...contracts.requests.map(({ timeoutMs }) => timeoutMs));
  const expiryMs = slowestMs + RESPONSE_EXPIRY_MARGIN_MS;
  const services = SERVICES.map((service) => {
    return user(service, options.users[service], permissionsOf(service, contracts), expiryMs);
  });
  return [
    `listen: ${quote(`${options.host ?? '127.0.0.1'}:${options.port}`)}`,
    `max_payload: ${SERVER_PAYLOAD_BYTES_MAX}`,
    `jetstream { store_dir: ${quote(options.storeDir)} }`,
    ...tlsBlock(options.tls),
    'authorization {',
    '  users: [',
    user(BOOTSTRAP_USER, options.users[BOOTSTRAP_USER], BOOTSTRAP_PERMISSIONS, expiryMs),
    ...services,
    '  ]',
    '}',
    '',
  ].join('\n');
}

const BOOTSTRAP_PERMISSIONS: Permissions = {
  publish: ['$JS.API.>'],
  subscribe: [`${inboxPrefixOf(BOOTSTRAP_USER)}.>`],
  allowResponses: false,
};

function user(name: string, password: string, permissions: Permissions, expiryMs: number): string {
  if (!PASSWORD.test(password)) throw new Error(`the bus password of ${name} must be 16 or more of A-Z a-z 0-9 _ -`);
  const responses = permissions.allowResponses ? `, allow_responses: { max: 1, expires: "${expiryMs}ms" }` : '';
  return [
    `    { user: ${quote(name)}, password: ${quote(password)}, permissions: {`,
    `        publish: { allow: ${list(permissions.publish)} }`,
    `        subscribe: { allow: ${list(permissions.subscribe)} }${responses}`,
    '    } }',
  ].join('\n');
}

function tlsBlock(tls: NatsServerConfigOptions['tls']): string[] {
  if (!tls) return [];
  const ca = tls.caFile ? `, ca_file: ${quote(tls.caFile)}` : '';
  return [`tls { cert_file: ${quote(tls.certFile)}, key_file: ${quote(tls.keyFile)}${ca} }`];
}

function list(values: readonly string[]): string {
  return `[${values.map(quote).join(', ')}]`;
}

function quote(value: string): string {
  if (/["\\\n\r]/.test(value))
    throw new Error('a quote, a backslash or a line break cannot be written into the configuration');
  return `"${value}"`;
}
