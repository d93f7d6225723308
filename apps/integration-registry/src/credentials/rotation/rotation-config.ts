import { ConfigError, envSecret, type EnvSource, readEnv } from '@countersign/service';
import { createLocalKeyWrapper, type KeyWrapper, parseKeyEncryptionKeys } from '@countersign/tokens';

export interface RotationConfig {
  readonly appUrl: string;
  readonly systemUrl: string;
  readonly wrapper: KeyWrapper;
}

/** Of the environment of the service, what the rotation needs. @throws ConfigError */
export function readRotationConfig(source: EnvSource): RotationConfig {
  const { appUrl, systemUrl, keys } = readEnv(source, {
    appUrl: envSecret('DATABASE_APP_URL'),
    systemUrl: envSecret('DATABASE_SYSTEM_URL'),
    keys: envSecret('KEY_ENCRYPTION_KEYS'),
  });
  try {
    return { appUrl, systemUrl, wrapper: createLocalKeyWrapper(parseKeyEncryptionKeys(keys)) };
  } catch (error) {
    throw new ConfigError([`KEY_ENCRYPTION_KEYS: ${error instanceof Error ? error.message : 'is wrong'}`]);
  }
}
