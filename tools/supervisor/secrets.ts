import { randomBytes } from 'node:crypto';
import {
  generateKeyEncryptionKey,
  generateSealingKeyPair,
  generateSigningKey,
  toJwksOfKeys,
  type SigningKey,
} from '@countersign/tokens';
import { SERVICES, type ServiceName } from '@countersign/contracts';
import type { Home } from './home.ts';

export interface DatabasePasswords {
  readonly owner: string;
  readonly app: string;
  readonly system: string;
}

export interface Passwords {
  readonly postgres: string;
  readonly bootstrapBus: string;
  readonly bus: Readonly<Record<ServiceName, string>>;
  readonly database: Readonly<Record<ServiceName, DatabasePasswords>>;
}

/** Paths of the key files that the services' `*_FILE` variables name. */
export interface KeyFiles {
  readonly gatewaySigningKey: string;
  readonly gatewayJwks: string;
  readonly policySigningKey: string;
  readonly policyJwks: string;
  readonly routerSealingPrivateKey: string;
  readonly routerSealingPublicKey: string;
  readonly keyEncryptionKeys: string;
  readonly policyKeyEncryptionKeys: string;
  readonly adminPassword: string;
}

export interface Secrets {
  readonly passwords: Passwords;
  readonly files: KeyFiles;
}

const FOLDER = 'secrets';
const PASSWORDS_FILE = 'passwords.json';
const POLICY_KEYS_FILE = 'policy-key-encryption-keys';

/** There are no default secrets: each installation makes its own on its first start and keeps them. */
export function ensureSecrets(home: Home): Secrets {
  home.folder(FOLDER);
  if (!home.has(FOLDER, PASSWORDS_FILE)) {
    writeKeys(home);
    // Last, because its presence says that all of them are complete.
    home.write(JSON.stringify(generatePasswords(), null, 2), FOLDER, PASSWORDS_FILE);
  }
  // Installations from before policy had secrets of its own have no such file.
  if (!home.has(FOLDER, POLICY_KEYS_FILE)) home.write(generateKeyEncryptionKey('local-1'), FOLDER, POLICY_KEYS_FILE);
  return { passwords: JSON.parse(home.read(FOLDER, PASSWORDS_FILE)) as Passwords, files: keyFiles(home) };
}

function keyFiles(home: Home): KeyFiles {
  const file = (name: string): string => home.file(FOLDER, name);
  return {
    gatewaySigningKey: file('gateway-signing-key.pem'),
    gatewayJwks: file('gateway-jwks.json'),
    policySigningKey: file('policy-signing-key.pem'),
    policyJwks: file('policy-jwks.json'),
    routerSealingPrivateKey: file('router-sealing-key.pem'),
    routerSealingPublicKey: file('router-sealing-key.pub.pem'),
    keyEncryptionKeys: file('key-encryption-keys'),
    policyKeyEncryptionKeys: file(POLICY_KEYS_FILE),
    adminPassword: file('admin-password'),
  };
}

function writeKeys(home: Home): void {
  const write = (content: string, name: string): string => home.write(content, FOLDER, name);
  const writeSigningKey = (key: SigningKey, owner: string): void => {
    write(key.privateKeyPem, `${owner}-signing-key.pem`);
    write(JSON.stringify(toJwksOfKeys([key])), `${owner}-jwks.json`);
  };
  writeSigningKey(generateSigningKey(), 'gateway');
  writeSigningKey(generateSigningKey(), 'policy');
  const sealing = generateSealingKeyPair();
  write(sealing.privateKeyPem, 'router-sealing-key.pem');
  write(sealing.publicKeyPem, 'router-sealing-key.pub.pem');
  write(generateKeyEncryptionKey('local-1'), 'key-encryption-keys');
  write(randomBytes(12).toString('base64url'), 'admin-password');
}

function generatePasswords(): Passwords {
  const password = (): string => randomBytes(24).toString('base64url');
  const ofServices = <T>(make: () => T): Record<ServiceName, T> =>
    Object.fromEntries(SERVICES.map((service) => [service, make()])) as Record<ServiceName, T>;
  return {
    postgres: password(),
    bootstrapBus: password(),
    bus: ofServices(password),
    database: ofServices(() => ({ owner: password(), app: password(), system: password() })),
  };
}
